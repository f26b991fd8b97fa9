-- Removes what a takedown took away from the table of changes; the row that says so stays. To be
-- run every day. Iceberg keeps old snapshots, where the texts stay readable: expire them, in Spark
--
--   CALL catalog.system.expire_snapshots(table => 'news.articles', older_than => now());
DELETE FROM news.articles
WHERE article IS NOT NULL
  AND id IN (SELECT id FROM news.articles WHERE article IS NULL);
