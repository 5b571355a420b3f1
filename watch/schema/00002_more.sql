-- +goose Up
-- Where the watch had begun, what it sees from now on is sealed by its next round: a hash of no form is an old one.
INSERT INTO watch_seal (place, thing, title, href, hash, sealed_at)
	SELECT r.place, n.thing, n.title, n.href, '0:', 0 FROM watch_round r CROSS JOIN (
		SELECT 'org' AS thing, 'Cơ quan, đơn vị' AS title, '/co-quan' AS href
		UNION ALL SELECT 'contacts', 'Đầu mối liên hệ', '/bao-chi'
		UNION ALL SELECT 'exemplars', 'Mô hình, gương điển hình', '/dien-hinh') n;

-- +goose Down
DELETE FROM watch_seal WHERE thing IN ('org', 'contacts', 'exemplars');
