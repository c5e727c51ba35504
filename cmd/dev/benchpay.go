package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// measurePay takes the figures of pay.
func measurePay(ctx context.Context, d *dev, tell func(figure)) error {
	for _, m := range []measurement{personYear, payroll, bandYear, firstStatementPDF} {
		if err := m(ctx, d, tell); err != nil {
			return err
		}
	}
	return nil
}

// firstStatementPDF is from the start of the process to the file on the disk, for a
// month out of a log of 52 weeks on with 300 call-outs, through the most complex
// policy; the middle of seven, since the first reads from a cold disk. The whole
// year, some 90 pages, has no limit and is printed beside it.
func firstStatementPDF(ctx context.Context, d *dev, tell func(figure)) error {
	dir, err := os.MkdirTemp("", "standby-bench-pay-")
	if err != nil {
		return fmt.Errorf("measure the first statement: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	log, out := filepath.Join(dir, "log.json"), filepath.Join(dir, "statement.pdf")
	text, err := json.Marshal(busyYear())
	if err == nil {
		err = os.WriteFile(log, text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("measure the first statement: %w", err)
	}
	policy := filepath.Join(d.root, "rotation", "pay", "testdata", "policies", "complex.toml")
	write := func(period string) (time.Duration, error) {
		var took []time.Duration
		for range 7 {
			begun := time.Now()
			if err := d.cmd(ctx, d.bin("standby"), "pay", "--policy", policy, "--log", log, "--person", "Engineer A", "--period", period, "--output", out).Run(); err != nil {
				return 0, fmt.Errorf("measure the first statement: %w", err)
			}
			took = append(took, time.Since(begun))
			if err := os.Remove(out); err != nil {
				return 0, errors.Join(errors.New("measure the first statement: there is none"), err)
			}
		}
		return quantile(took, 0.5), nil
	}
	month, err := write("2025-03")
	if err != nil {
		return err
	}
	tell(figure{"pay", "first-statement-pdf", "ms", milliseconds(month), 300})
	year, err := write("2025")
	if err != nil {
		return err
	}
	d.say("pay/first-statement-pdf-of-a-year %.4g ms", milliseconds(year))
	return nil
}

// busyYear is a made-up log: on call in every week of a year, and called out 300
// times.
func busyYear() map[string]any {
	const form = "2006-01-02T15:04"
	first := time.Date(2024, 12, 30, 9, 0, 0, 0, time.UTC)
	var shifts, calls []map[string]string
	for week := range 52 {
		start := first.AddDate(0, 0, 7*week)
		shifts = append(shifts, map[string]string{"user": "Engineer A", "schedule": "Payments", "start": start.Format(form), "end": start.AddDate(0, 0, 7).Format(form)})
	}
	for i := range 300 {
		start := first.Add(time.Duration(i)*29*time.Hour + time.Duration(i%7)*13*time.Minute)
		calls = append(calls, map[string]string{"user": "Engineer A", "page": fmt.Sprint("page-", i), "mode": []string{"remote", "phone", "onsite"}[i%3],
			"start": start.Format(form), "end": start.Add(time.Duration(5+i%90) * time.Minute).Format(form)})
	}
	return map[string]any{"zone": "Europe/Berlin", "currency": "EUR", "hourly_pay": "40", "salary": "6000", "shifts": shifts, "callouts": calls}
}
