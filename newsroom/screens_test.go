package newsroom

import (
	"net/http"
	"testing"

	"loa/org"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

// TestScreens plays testdata/screens.script, by the words on the screens, on both engines.
func TestScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		people := map[string]org.Actor{"son": son, "thao": thao, "ha": ha, "lan": lan, "yen": yen}
		webtest.Run(t, site(d, org.Actor{}), func(name string, _ http.Handler) http.Handler { return site(d, people[name]) }, "testdata/screens.script")
	})
}
