package store

import (
	"context"
	"database/sql"
	_ "embed" // the SQL of each step
	"fmt"
	"time"
)

// applicationID marks the file as ours; migrations/0001.sql writes it.
const applicationID = 1400136313

//go:embed migrations/0001.sql
var step0001 string

//go:embed migrations/0002.sql
var step0002 string

//go:embed migrations/0003.sql
var step0003 string

//go:embed migrations/0004.sql
var step0004 string

//go:embed migrations/0005.sql
var step0005 string

//go:embed migrations/0006.sql
var step0006 string

// steps are the migrations: step n takes the schema from version n to n+1. A
// step that has been released never changes; a change is a new step. Every
// version keeps the table "migrations", by which an older one knows its better.
func steps() []string { return []string{step0001, step0002, step0003, step0004, step0005, step0006} }

// migrate brings the database from version to len(steps). Each step is one
// transaction with its version in it, so that an end at any moment leaves a
// whole version, and the next start goes on from there.
func migrate(ctx context.Context, db *sql.DB, version int, steps []string, now time.Time) error {
	for ; version < len(steps); version++ {
		if err := step(ctx, db, version+1, steps[version], now); err != nil {
			return explain(fmt.Sprintf("bring the database to version %d", version+1), err)
		}
	}
	return nil
}

func step(ctx context.Context, db *sql.DB, version int, script string, now time.Time) error {
	return transact(ctx, db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, script); err != nil {
			return err
		}
		const record = "INSERT INTO migrations (version, at) VALUES (?, ?)"
		if _, err := tx.ExecContext(ctx, record, version, instant(now)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}
