package kit

import (
	"fmt"
	"math"
	"sort"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// The measures of a timeline, in Fyne's units.
const (
	labelWidth = 148
	rowHeight  = 28
	headRow    = 18
	laneGap    = 4
	bandGap    = 12
	wordSide   = 6
	// hoursFrom is how wide a day is from which on its hours are written, namesFrom the
	// same for its name; narrower ones have Mondays alone.
	hoursFrom = 168
	namesFrom = 36
)

// frame is what is seen at one moment.
type frame struct {
	size fyne.Size
	// tracks are where bars can lie, one for each row of a lane.
	tracks []box
	fields []field
	bars   []placed
	// plates lie over bars and below words.
	plates []field
	spans  []box
	now    []box
	lines  []box
	words  []word
}

type box struct{ x, y, w, h float32 }

// field is what lies behind the bars: a night, a holiday, a weekend.
type field struct {
	box
	tone fyne.ThemeColorName
}

// placed is a bar where it lies; cutLeft and cutRight say that it goes on.
type placed struct {
	box
	kind              model.BarKind
	mark              model.BarMark
	ring, over        bool
	cutLeft, cutRight bool
}

// wordKey names a word from frame to frame.
type wordKey struct{ what, a, b, c int }

// What words belong to.
const (
	wordBar = iota
	wordLane
	wordDay
	wordSecond
	wordZone
	wordTitle
)

type word struct {
	wordKey
	text string
	tone fyne.ThemeColorName
	bold bool
	at   fyne.Position
	wide float32
}

func (w word) put(l *look.Line) {
	if l.Bold != w.bold {
		l.Bold = w.bold
		l.Refresh()
	}
	l.Set(w.text, w.tone)
	l.Resize(fyne.NewSize(w.wide, headRow))
	l.Move(w.at)
}

// head is how high the labels above a band are.
func (t *Timeline) head() float32 {
	if t.scene.Second != nil {
		return 2*headRow + 4
	}
	return headRow + 4
}

// band is how high a band is, with what keeps it from the next one.
func (t *Timeline) band() float32 {
	h := t.head() + bandGap
	for _, l := range t.scene.Lanes {
		h += laneHeight(l)
	}
	return max(h, 60)
}

func laneHeight(l model.Lane) float32 { return float32(max(len(l.Rows), 1))*rowHeight + laneGap }

// compose is what is seen in a size.
func (t *Timeline) compose(size fyne.Size) frame {
	f := frame{size: size}
	if size.Width <= labelWidth || size.Height <= 0 || t.scene.Zone == nil {
		return f
	}
	if !t.stacked {
		t.composeBand(&f, bandAt{left: t.left, days: t.days, y: 0, lanes: t.head() - t.top})
		return f
	}
	for i := 0; ; i++ {
		y := float32(i)*t.band() - t.top
		if y >= size.Height {
			return f
		}
		t.composeBand(&f, bandAt{left: t.left + float64(7*i), days: 7, y: y, lanes: y + t.head()})
	}
}

// bandAt is one strip of time: its head lies at y, its first lane at lanes.
type bandAt struct {
	left, days float64
	y, lanes   float32
}

func (b bandAt) week() int { return int(math.Floor(b.left)) }

// x is where a day lies in a width.
func (b bandAt) x(day float64, width float32) float32 {
	return labelWidth + float32((day-b.left)/b.days)*(width-labelWidth)
}

func (t *Timeline) composeBand(f *frame, b bandAt) {
	dayWide := (f.size.Width - labelWidth) / float32(b.days)
	bottom := min(f.size.Height, b.lanes+t.band()-t.head()-bandGap)
	top := b.y + t.head()
	t.behind(f, b, top, bottom, dayWide)
	t.dayWords(f, b, t.scene.Zone, b.y+2, wordDay, dayWide)
	if t.scene.Second != nil {
		t.dayWords(f, b, t.scene.Second, b.y+2+headRow, wordSecond, dayWide)
	}
	y := b.lanes
	for n, l := range t.scene.Lanes {
		if high := laneHeight(l); y+high > top && y < f.size.Height {
			t.composeLane(f, b, n, y, top)
		}
		y += laneHeight(l)
	}
	if x := b.x(t.scene.Now, f.size.Width); x >= labelWidth && x < f.size.Width && bottom > top {
		f.now = append(f.now, box{x - 1, top - 4, 2, bottom - top + 4})
	}
}

// behind lays out nights, weekends, holidays, and the lines between days.
func (t *Timeline) behind(f *frame, b bandAt, top, bottom, dayWide float32) {
	if bottom <= top {
		return
	}
	add := func(s model.Stretch, tone fyne.ThemeColorName) {
		from, to := max(b.x(s.From, f.size.Width), labelWidth), min(b.x(s.To, f.size.Width), f.size.Width)
		if to > from {
			f.fields = append(f.fields, field{box{from, top, to - from, bottom - top}, tone})
		}
	}
	first, last := int(math.Floor(b.left)), int(math.Ceil(b.left+b.days))
	for d := first; d < last; d++ {
		_, holiday := t.scene.Holidays[d]
		switch {
		case holiday:
			add(model.Stretch{From: float64(d), To: float64(d + 1)}, look.SoftTaken)
		case weekday(d) >= 5:
			add(model.Stretch{From: float64(d), To: float64(d + 1)}, look.Ground)
		}
		if x := b.x(float64(d), f.size.Width); x >= labelWidth && (dayWide >= 9 || weekday(d) == 0) {
			f.lines = append(f.lines, box{x, top - 4, 1, bottom - top + 4})
		}
	}
	if dayWide < 24 {
		return // Nights would be a grey haze.
	}
	nights := t.scene.Nights
	for i := sort.Search(len(nights), func(i int) bool { return nights[i].To > b.left }); i < len(nights) && nights[i].From < b.left+b.days; i++ {
		add(nights[i], nightTone)
	}
}

// nightTone is the shade of a night.
const nightTone fyne.ThemeColorName = "hover"

// weekday counts from Monday, 0.
func weekday(day int) int { return ((day+3)%7 + 7) % 7 }

// dayWords writes the days of a zone, and their hours where there is room.
func (t *Timeline) dayWords(f *frame, b bandAt, zone *time.Location, y float32, what int, dayWide float32) {
	if y+headRow > f.size.Height || y < 0 && t.stacked && y < -headRow {
		return
	}
	f.words = append(f.words, word{wordKey: wordKey{wordZone, what, b.week(), 0}, text: t.zoneWord(b, what), tone: look.Secondary, at: fyne.NewPos(4, y), wide: labelWidth - 8})
	from := model.TimeAt(b.left, t.scene.Zone)
	_, offset := from.In(zone).Zone()
	start := int(math.Floor(float64(from.Unix()+int64(offset)) / 86_400))
	for d := start; ; d++ {
		at := model.DayStart(d, zone)
		x := b.x(model.DayAt(at, t.scene.Zone), f.size.Width)
		if x >= f.size.Width {
			return
		}
		t.dayWord(f, b, at, d, x, y, what, dayWide)
	}
}

func (t *Timeline) zoneWord(b bandAt, what int) string {
	zone := t.scene.Zone
	if what == wordSecond {
		zone = t.scene.Second
	}
	at := model.TimeAt(b.left, t.scene.Zone)
	if t.stacked && what == wordDay {
		_, week := at.In(zone).ISOWeek()
		return fmt.Sprintf("Week %d, %s", week, at.In(zone).Format("2 Jan 2006"))
	}
	return model.ZoneName(zone, at)
}

func (t *Timeline) dayWord(f *frame, b bandAt, at time.Time, d int, x, y float32, what int, dayWide float32) {
	local := at.In(t.scene.Zone)
	if what == wordSecond {
		local = at.In(t.scene.Second)
	}
	text, wide := local.Format("Mon")[:2]+local.Format(" 2"), dayWide
	switch {
	case dayWide < 9 && local.Day() != 1, dayWide < namesFrom && dayWide >= 9 && weekday(d) != 0:
		return
	case dayWide < 9:
		text, wide = local.Format("Jan 2006"), dayWide*28
	case dayWide < namesFrom:
		text, wide = local.Format("2 Jan"), dayWide*7
	case dayWide >= 120:
		text = local.Format("Mon 2 Jan")
	}
	w := word{wordKey: wordKey{what, d, b.week(), 0}, text: text, tone: look.Secondary, at: fyne.NewPos(x+3, y), wide: wide - 6}
	if what == wordDay {
		if name, ok := t.scene.Holidays[d]; ok && dayWide >= namesFrom {
			w.text, w.tone = text+" "+name, look.Taken
		}
		if int(math.Floor(t.scene.Now)) == d {
			w.tone, w.bold = look.Accent, true
		}
	}
	if dayWide >= hoursFrom {
		w.wide = dayWide/4 - 6
		if dayWide < 2*hoursFrom {
			w.wide = dayWide/2 - 6
		}
		t.hourWords(f, b, at, d, y, what, dayWide)
	}
	f.clip(w)
}

// hourWords writes the hours of a day: every sixth, or noon alone.
func (t *Timeline) hourWords(f *frame, b bandAt, at time.Time, d int, y float32, what int, dayWide float32) {
	step := 12
	if dayWide >= 2*hoursFrom {
		step = 6
	}
	for h := step; h < 24; h += step {
		x := b.x(model.DayAt(at.Add(time.Duration(h)*time.Hour), t.scene.Zone), f.size.Width)
		f.clip(word{wordKey: wordKey{what, d, b.week(), h}, text: fmt.Sprintf("%02d:00", h), tone: look.Secondary, at: fyne.NewPos(x+3, y), wide: dayWide*float32(step)/24 - 6})
	}
}

// clip adds a word as far as it can be seen, right of the labels.
func (f *frame) clip(w word) {
	if over := labelWidth + 2 - w.at.X; over > 0 {
		w.at.X, w.wide = w.at.X+over, w.wide-over
	}
	w.wide = min(w.wide, f.size.Width-w.at.X-2)
	if w.wide > 8 && w.at.Y > -headRow && w.at.Y < f.size.Height {
		f.words = append(f.words, w)
	}
}

func (t *Timeline) composeLane(f *frame, b bandAt, n int, y, top float32) {
	l := t.scene.Lanes[n]
	if y >= top-1 {
		w := word{wordKey: wordKey{wordLane, n, b.week(), 0}, text: l.Label, tone: look.Text, at: fyne.NewPos(4, y+(rowHeight-headRow)/2), wide: labelWidth - 10}
		switch {
		case l.Layer:
			w.at.X, w.wide, w.tone = 28, labelWidth-34, look.Secondary
		case l.Fold:
			w.at.X, w.wide = 20, labelWidth-26
			f.bars = append(f.bars, placed{box: box{4, y + 9, 10, 10}, kind: foldMark, over: l.Open})
		}
		f.words = append(f.words, w)
	}
	for row := range max(len(l.Rows), 1) {
		at := y + float32(row)*rowHeight
		if at+rowHeight <= top || at >= f.size.Height {
			continue
		}
		f.tracks = append(f.tracks, box{labelWidth, max(at, top), f.size.Width - labelWidth, rowHeight})
		if row < len(l.Rows) {
			t.composeRow(f, b, rowAt{n, row, at, top}, l.Rows[row])
		}
	}
	if t.lane == n && t.span.To > b.left && t.span.From < b.left+b.days {
		from, to := max(b.x(t.span.From, f.size.Width), labelWidth), min(b.x(t.span.To, f.size.Width), f.size.Width)
		f.spans = append(f.spans, box{from, max(y, top), to - from, laneHeight(l) - laneGap})
	}
}

// rowAt is where a row of a lane lies; top is where the lanes begin.
type rowAt struct {
	lane, row int
	y, top    float32
}

// foldMark is the mark before a lane that can be folded out.
const foldMark model.BarKind = -1

// composeRow lays out the bars of a row that can be seen. Bars too narrow to be told
// apart are one.
func (t *Timeline) composeRow(f *frame, b bandAt, at rowAt, bars []model.Bar) {
	end, last := b.left+b.days, float32(-1)
	for i := sort.Search(len(bars), func(i int) bool { return bars[i].To > b.left }); i < len(bars) && bars[i].From < end; i++ {
		bar := bars[i]
		from, to := b.x(bar.From, f.size.Width), b.x(bar.To, f.size.Width)
		if to-last < 1 {
			continue
		}
		p := placed{kind: bar.Kind, mark: bar.Mark, cutLeft: from < labelWidth, cutRight: to > f.size.Width}
		from, to = max(from, labelWidth), min(to, f.size.Width)
		p.box = box{from, at.y + 2, max(to-from, 1), rowHeight - 4}
		p.ring = bar.Ref >= 0 && bar.Ref == t.at && t.focused
		p.over = bar.Ref >= 0 && bar.Ref == t.over
		if at.y < at.top {
			p.h -= at.top - at.y
			p.y = at.top
		}
		f.bars, last = append(f.bars, p), to
		if at.y >= at.top-1 {
			f.barWord(bar, p, wordKey{wordBar, b.week(), at.lane<<8 | at.row&0xff, i})
		}
	}
}

// barWord writes what there is room for.
func (f *frame) barWord(bar model.Bar, p placed, key wordKey) {
	w := word{wordKey: key, text: bar.Text, tone: look.Text, at: fyne.NewPos(p.x+wordSide, p.y+(p.h-headRow)/2), wide: p.w - 2*wordSide}
	switch bar.Kind {
	case model.Mine:
		w.tone, w.bold = look.OnFull, true
	case model.Open:
		w.tone, w.bold = look.Waiting, true
	case model.Unknown, model.Layered:
		w.tone = look.Secondary
	case model.Leave:
		w.tone = look.Taken
	}
	if bar.Mark == model.Swapped {
		w.at.X, w.wide = w.at.X+arrowsWide, w.wide-arrowsWide
	}
	if w.wide < 12 {
		return
	}
	style := fyne.TextStyle{Bold: w.bold}
	if fyne.MeasureText(bar.Text, look.Small, style).Width > w.wide && (w.wide < 64 || bar.Kind == model.Open || bar.Kind == model.Unknown) {
		if w.text = bar.Short; w.text == "" || fyne.MeasureText(bar.Short, look.Small, style).Width > w.wide {
			return
		}
	}
	if under := map[model.BarKind]fyne.ThemeColorName{model.Open: look.SoftWaiting, model.Unknown: look.Panel}[bar.Kind]; under != "" {
		wide := fyne.MeasureText(w.text, look.Small, style).Width
		f.plates = append(f.plates, field{box{w.at.X - 3, w.at.Y + 1, wide + 6, headRow - 2}, under})
	}
	f.words = append(f.words, w)
}

// arrowsWide is the room of the two arrows of a swap.
const arrowsWide = 15
