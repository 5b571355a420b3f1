package mailtest_test

import (
	"testing"

	"loa/platform/mail/mailtest"
)

// A test may end before its server has begun to serve.
func TestAServerThatNobodyWritesToCloses(t *testing.T) {
	for range 50 {
		t.Run("", func(t *testing.T) { mailtest.Start(t, false) })
	}
}
