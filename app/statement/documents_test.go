package statement_test

import (
	"slices"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/app/statement"
	"standby/rotation"
	"time"
)

// hostileTexts are what a title of a page may hold.
func hostileTexts() []string {
	return []string{
		`=HYPERLINK("http://x.example","click")`, "+1+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''", "＝1", "|calc", "a;b,c\"d\"e",
		"line\nline\r\nline\rend", "nul\x00 bell\x07 esc\x1b[31m", "\xff\xfe broken", "\u202eright to left\u202c", "שלום עולם",
		"مرحبا", "日本語", "👍🏽 👨‍👩‍👧", "<b>&amp;</b>]]>", "_x000D_ _x0041_", "{nb}", "(\\)\\n", "é e\u0301 ﬁ", "", " ", "NaN", "1e999", "sha256",
		"team", "statement\nline",
	}
}

// anyDocument draws documents with all that a caller may put in, hostile texts
// and numbers among them.
func anyDocument() *rapid.Generator[statement.Document] {
	return rapid.Custom(func(t *rapid.T) statement.Document {
		text := rapid.OneOf(rapid.SampledFrom(hostileTexts()), rapid.StringN(0, 20, 60), rapid.StringMatching(`[a-zA-Z ]{0,30}`))
		amount := rapid.Custom(func(t *rapid.T) decimal.Decimal {
			return decimal.New(rapid.Int64Range(-1_000_000_00, 1_000_000_00).Draw(t, "figure"), -rapid.Int32Range(0, 4).Draw(t, "decimals"))
		})
		null := rapid.Custom(func(t *rapid.T) decimal.NullDecimal {
			return decimal.NullDecimal{Decimal: amount.Draw(t, "figure"), Valid: rapid.Bool().Draw(t, "is there")}
		})
		instant := rapid.Custom(func(t *rapid.T) time.Time {
			return time.Unix(rapid.Int64Range(1_600_000_000, 1_900_000_000).Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns"))
		})
		span := rapid.Custom(func(t *rapid.T) rotation.Interval {
			from := instant.Draw(t, "from")
			return rotation.Interval{Start: from, End: from.Add(time.Duration(rapid.Int64Range(2, 1_000_000).Draw(t, "s")) * time.Second)}
		})
		seconds := rapid.Int64Range(-100_000, 100_000)
		some := rapid.Int64Range(0, 100_000)
		line := rapid.Custom(func(t *rapid.T) statement.Line {
			l := statement.Line{
				Kind: text.Draw(t, "kind"), What: text.Draw(t, "what"), Units: null.Draw(t, "units"), Unit: text.Draw(t, "unit"),
				Rate: null.Draw(t, "rate"), Amount: amount.Draw(t, "amount"), TimeInLieu: seconds.Draw(t, "lieu"), Rule: text.Draw(t, "rule"),
				Explanation: text.Draw(t, "explanation"), Evidence: rapid.SliceOfN(text, 0, 3).Draw(t, "evidence"),
			}
			if rapid.Bool().Draw(t, "has a span") {
				l.Span = span.Draw(t, "span")
			}
			return l
		})
		finding := rapid.Custom(func(t *rapid.T) statement.Finding {
			f := statement.Finding{Code: text.Draw(t, "code"), Text: text.Draw(t, "text")}
			if rapid.Bool().Draw(t, "has an instant") {
				f.At = instant.Draw(t, "at")
			}
			return f
		})
		d := statement.Document{
			Title: text.Draw(t, "title"), Policy: text.Draw(t, "policy"),
			Person: rotation.Person{Name: text.Draw(t, "name"), Email: text.Draw(t, "e-mail")}, Period: span.Draw(t, "period"),
			Zone:     rapid.SampledFrom([]string{"", "UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Chatham", "America/St_Johns"}).Draw(t, "zone"),
			Currency: rapid.SampledFrom([]string{"EUR", "SEK", "JPY"}).Draw(t, "currency"), Place: rapid.Int32Range(0, 4).Draw(t, "place"),
			Lines: rapid.SliceOfN(line, 0, 8).Draw(t, "lines"), Notes: rapid.SliceOfN(text, 0, 3).Draw(t, "notes"),
			Violations: rapid.SliceOfN(finding, 0, 2).Draw(t, "violations"), Warnings: rapid.SliceOfN(finding, 0, 2).Draw(t, "warnings"),
		}
		names := []string{}
		for range rapid.IntRange(0, 3).Draw(t, "counts") {
			if name := rapid.StringMatching(`[=a-z]{1,8}`).Draw(t, "name"); !slices.Contains(names, name) {
				names = append(names, name)
				d.Counts = append(d.Counts, statement.Count{Name: name, Value: amount.Draw(t, "count")})
			}
		}
		if rapid.Bool().Draw(t, "made") {
			d.Made = instant.Draw(t, "made at")
		}
		if rapid.Bool().Draw(t, "account") {
			d.Account = &statement.Account{
				Opening: seconds.Draw(t, "opening"), Earned: some.Draw(t, "earned"), Taken: some.Draw(t, "taken"),
				Expired: some.Draw(t, "expired"), PaidOut: some.Draw(t, "paid out"), Corrected: seconds.Draw(t, "corrected"), Booked: some.Draw(t, "booked"),
			}
			for range rapid.IntRange(0, 2).Draw(t, "lapses") {
				d.Account.Lapses = append(d.Account.Lapses, statement.Lapse{Seconds: some.Draw(t, "lapse"), On: instant.Draw(t, "on")})
			}
		}
		return d
	})
}

// drawn is a sealed document.
func drawn(t *rapid.T) statement.Document {
	d, err := statement.Seal(anyDocument().Draw(t, "document"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
