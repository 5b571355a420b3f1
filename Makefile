# make run      serve the sample ward at localhost:8080
# make test     install what the tests need, check the form, run every test
# make check    form only: gofmt, vet, staticcheck, generated pages fresh
# make bench    the figures
# make gallery  pictures of every screen, 360 and 1440 px wide, in gallery/; those of README in docs/pictures/

DATA    ?= data
LISTEN  ?= localhost:8080
TEMPL   := go run github.com/a-h/templ/cmd/templ@v0.3.1020
LINT    := go run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: run test check bench gallery needs pages

run:
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o loa ./cmd/loa
	./loa serve --data $(DATA) --listen $(LISTEN) --sample

test: needs check
	go test ./...

check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt-ed:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	$(LINT) ./...
	@$(TEMPL) generate -path . >/dev/null 2>&1 && git diff --quiet -- '*_templ.go' || { echo "a *_templ.go is older than its .templ: run make pages and commit"; git diff --stat -- '*_templ.go'; exit 1; }

pages:
	$(TEMPL) generate -path .

bench:
	go test -run '^$$' -bench . -benchmem ./...

gallery: needs
	go run ./cmd/loa gallery --out gallery --front docs/pictures

needs:
	@sh scripts/needs.sh
