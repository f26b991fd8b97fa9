-- The articles as they are now, from the table of changes that iceberg.json fills: of each article
-- the last record of its key, unless that took it away. Plain SQL: Spark, Trino and DuckDB read it.
CREATE VIEW news.current_articles AS
SELECT id, verdict, class, number, site, language, generation, kafka_time, article
FROM (
  SELECT *, row_number() OVER (PARTITION BY id ORDER BY kafka_offset DESC) AS age
  FROM news.articles
) AS changes
WHERE age = 1 AND article IS NOT NULL;
