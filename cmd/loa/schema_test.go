package main

import (
	"testing"

	"loa/platform/store/storetest"
)

// TestTheSchemaIsThePage: what the migrations of all desks make stands in testdata, one page an engine, to be read in review.
func TestTheSchemaIsThePage(t *testing.T) {
	storetest.SchemaPage(t, "testdata", schemas...)
}
