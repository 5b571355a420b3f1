package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"net/url"
	"os"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// A bucket keeps files as objects of an S3 service. An object is written by one
// PUT, which S3 makes visible whole or not at all; the name must be known before,
// so a file is first received into a temporary file of this machine.
type bucket struct {
	client *minio.Client
	name   string
	prefix string // empty, or ends in a slash
}

func openBucket(ctx context.Context, u *url.URL) (Store, error) {
	region, endpoint := u.Query().Get("region"), u.Query().Get("endpoint")
	if endpoint == "" {
		endpoint = "https://s3.amazonaws.com"
	}
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	at, err := url.Parse(endpoint)
	if err != nil || at.Host == "" || (at.Scheme != "https" && at.Scheme != "http") {
		return nil, fmt.Errorf("blob: endpoint %q is not an address such as https://s3.example.vn", endpoint)
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewEnvAWS(), Secure: at.Scheme == "https", Region: region, MaxRetries: 5,
	})
	if err != nil {
		return nil, fmt.Errorf("blob: S3 at %s: %w", at.Host, err)
	}
	b := bucket{client: client, name: u.Host, prefix: strings.Trim(u.Path, "/")}
	if b.prefix != "" {
		b.prefix += "/"
	}
	exists, err := client.BucketExists(ctx, b.name)
	if err != nil {
		return nil, fmt.Errorf("blob: ask S3 at %s for bucket %s (are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY right?): %w", at.Host, b.name, err)
	}
	if !exists {
		return nil, fmt.Errorf("blob: S3 at %s has no bucket %s; make it first", at.Host, b.name)
	}
	return b, nil
}

func (b bucket) key(h Hash) string { return b.prefix + h.path() }

func (b bucket) Put(ctx context.Context, r io.Reader, max int64) (h Hash, size int64, err error) {
	file, err := newSpool()
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if h, size, err = copyTo(ctx, file, r, max); err != nil {
		return "", 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", 0, fmt.Errorf("blob %s: %w", h, err)
	}
	_, err = b.client.PutObject(ctx, b.name, b.key(h), file, size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableMultipart: true, SendContentMd5: true,
		DisableContentSha256: size == 0, // over plain http minio-go would send nothing at all without saying how long it is
	})
	if err != nil {
		return "", 0, fmt.Errorf("blob %s: put: %w", h, err)
	}
	return h, size, nil
}

func (b bucket) Open(ctx context.Context, h Hash) (io.ReadSeekCloser, int64, error) {
	object, err := b.client.GetObject(ctx, b.name, b.key(h), minio.GetObjectOptions{})
	if err != nil {
		return nil, 0, fmt.Errorf("blob %s: get: %w", h, err)
	}
	defer object.Close() // reading is over; what can fail has failed
	file, err := newSpool()
	if err != nil {
		return nil, 0, err
	}
	_, _, err = copyTo(ctx, file, object, math.MaxInt64-1)
	if isAbsent(err) {
		err = fmt.Errorf("blob %s: %w", h, ErrMissing)
	}
	size := int64(0)
	if err == nil {
		size, err = tested(ctx, file, h)
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, size, nil
}

func (b bucket) Has(ctx context.Context, h Hash) (bool, error) {
	_, err := b.client.StatObject(ctx, b.name, b.key(h), minio.StatObjectOptions{})
	if isAbsent(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("blob %s: stat: %w", h, err)
	}
	return true, nil
}

func (b bucket) Delete(ctx context.Context, h Hash) error {
	if err := b.client.RemoveObject(ctx, b.name, b.key(h), minio.RemoveObjectOptions{}); err != nil && !isAbsent(err) {
		return fmt.Errorf("blob %s: delete: %w", h, err)
	}
	return nil
}

func (b bucket) List(ctx context.Context) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		for o := range b.client.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
			if o.Err != nil {
				yield(Item{}, fmt.Errorf("blob: list: %w", o.Err))
				return
			}
			h := hashOf(strings.TrimPrefix(o.Key, b.prefix))
			if h != "" && !yield(Item{h, o.Size}, nil) {
				return
			}
		}
	}
}

// isAbsent knows the answers by which S3 says that there is no such object.
func isAbsent(err error) bool {
	e, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && (e.Code == minio.NoSuchKey || e.Code == "NotFound")
}

// newSpool is a temporary file without a name: it is gone when it is closed, however the program ends.
func newSpool() (*os.File, error) {
	file, err := os.CreateTemp("", "loa-blob-*")
	if err != nil {
		return nil, fmt.Errorf("blob: temporary file: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("blob: temporary file: %w", err), file.Close())
	}
	return file, nil
}
