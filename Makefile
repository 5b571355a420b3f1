# make run      serve the sample ward at localhost:8080
# make test     install what the tests need, check the form, run every test
# make check    form only: gofmt, vet, staticcheck, generated pages fresh
# make bench    the figures
# make bench-portal  public pages beside nginx serving the same bytes (wrk and nginx from Debian)
# make model    make the model of the restorer anew: make model CORPUS=the folder of texts and pages (NOTICE says what is in it)
# make editor   put the editor of stories together anew: newsroom/editor
# make gallery  pictures of every screen, 360 and 1440 px wide, in gallery/; those of README in docs/pictures/

DATA    ?= data
LISTEN  ?= localhost:8080
TEMPL   := go run github.com/a-h/templ/cmd/templ@v0.3.1020
LINT    := go run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: run test check bench bench-portal model editor gallery needs pages

run:
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o loa ./cmd/loa
	./loa serve --data $(DATA) --listen $(LISTEN) --sample

test: needs check
	go test -timeout 20m ./...

check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt-ed:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	$(LINT) ./...
	@$(TEMPL) generate -path . >/dev/null 2>&1 && git diff --quiet -- '*_templ.go' || { echo "a *_templ.go is older than its .templ: run make pages and commit"; git diff --stat -- '*_templ.go'; exit 1; }

pages:
	$(TEMPL) generate -path .

# The editor of stories, one file out of newsroom/editor; node and npm are needed for this alone.
editor:
	cd newsroom/editor && npm ci --no-audit --no-fund && npm run build && rm -rf node_modules

bench:
	go test -run '^$$' -bench . -benchmem ./...

bench-portal:
	sh scripts/bench-portal.sh

MODEL := kit/vi/restore/model

model:
	@test -f "$(CORPUS)/ocr-pairs.tar.xz" || { echo "say where the texts are: make model CORPUS=FOLDER"; exit 2; }
	@command -v xz >/dev/null || { echo "xz is needed: apt install xz-utils"; exit 2; }
	rm -rf .corpus && mkdir -p .corpus/pairs
	for f in "$(CORPUS)"/*.txt.xz; do xz -dc "$$f" > .corpus/$$(basename "$$f" .xz) || exit 1; done
	tar -xJf "$(CORPUS)/ocr-pairs.tar.xz" -C .corpus/pairs
	go run ./kit/vi/restore/train -corpus .corpus -pairs .corpus/pairs -phrases "$(CORPUS)/domain-phrases.txt" -out $(MODEL)
	cd $(MODEL) && sha256sum *.bin *.txt > SHA256SUMS
	rm -rf .corpus

gallery: needs
	go run ./cmd/loa gallery --out gallery --front docs/pictures

needs:
	@sh scripts/needs.sh
