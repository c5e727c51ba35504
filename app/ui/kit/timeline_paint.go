package kit

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// painter draws a frame into pixels.
type painter struct {
	to    *image.RGBA
	scale float32
	made  map[fyne.ThemeColorName]*image.Uniform
}

func newPainter(to *image.RGBA, scale float32) *painter {
	return &painter{to: to, scale: scale, made: map[fyne.ThemeColorName]*image.Uniform{}}
}

func (p *painter) in(tone fyne.ThemeColorName) *image.Uniform {
	u := p.made[tone]
	if u == nil {
		u = image.NewUniform(look.Color(tone))
		p.made[tone] = u
	}
	return u
}

func (p *painter) rgba(tone fyne.ThemeColorName) color.RGBA {
	r, g, b, a := p.in(tone).RGBA()
	return color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: uint8(a >> 8)}
}

// rect is a box in pixels, at least one wide and high.
func (p *painter) rect(b box) image.Rectangle {
	at := func(v float32) int { return int(v*p.scale + 0.5) }
	r := image.Rect(at(b.x), at(b.y), at(b.x+b.w), at(b.y+b.h))
	r.Max.X, r.Max.Y = max(r.Max.X, r.Min.X+1), max(r.Max.Y, r.Min.Y+1)
	return r
}

func (p *painter) fill(r image.Rectangle, tone fyne.ThemeColorName) {
	op := draw.Src
	if p.rgba(tone).A != 0xff {
		op = draw.Over
	}
	draw.Draw(p.to, r, p.in(tone), image.Point{}, op)
}

func (p *painter) all(f frame) {
	draw.Draw(p.to, p.to.Rect, p.in(look.Panel), image.Point{}, draw.Src)
	for _, x := range f.fields {
		p.fill(p.rect(x.box), x.tone)
	}
	for _, x := range f.lines {
		p.fill(p.rect(x), look.Hairline)
	}
	for _, x := range f.tracks {
		r := p.rect(x)
		p.fill(image.Rect(r.Min.X, r.Max.Y, r.Max.X, r.Max.Y+1), theme.ColorNameHover)
	}
	for _, x := range f.bars {
		p.bar(x)
	}
	for _, x := range f.plates {
		p.fill(p.rect(x.box), x.tone)
	}
	for _, x := range f.spans {
		r := p.rect(x)
		p.fill(r, theme.ColorNameSelection)
		p.frame(r, look.Accent, p.px(2))
	}
	for _, x := range f.now {
		p.fill(p.rect(x), look.Accent)
	}
}

func (p *painter) px(v float32) int { return max(1, int(v*p.scale+0.5)) }

func (p *painter) bar(b placed) {
	r := p.rect(b.box)
	switch b.kind {
	case foldMark:
		p.foldMark(r, b.over)
		return
	case model.Mine:
		p.round(r, look.On, look.On)
	case model.Theirs:
		p.round(r, look.Panel, look.Secondary)
	case model.Layered:
		p.round(r, look.Ground, look.Hairline)
	case model.Leave:
		p.round(r, look.SoftTaken, look.Taken)
	case model.Open:
		p.round(r, look.SoftWaiting, look.Waiting)
		p.hatch(r.Inset(p.px(1)), look.Waiting)
	case model.Unknown:
		p.dots(r)
	}
	if b.over {
		p.fill(r.Inset(1), theme.ColorNamePressed)
	}
	switch {
	case b.mark == model.Overridden && !b.cutRight:
		p.notch(r, b.kind)
	case b.mark == model.Swapped && r.Dx() > p.px(arrowsWide):
		p.arrows(r, b.kind)
	}
	if b.ring {
		p.frame(r.Inset(-p.px(1)), look.Text, p.px(2))
	}
}

// frame is a rectangle without what is in it.
func (p *painter) frame(r image.Rectangle, tone fyne.ThemeColorName, wide int) {
	p.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+wide), tone)
	p.fill(image.Rect(r.Min.X, r.Max.Y-wide, r.Max.X, r.Max.Y), tone)
	p.fill(image.Rect(r.Min.X, r.Min.Y, r.Min.X+wide, r.Max.Y), tone)
	p.fill(image.Rect(r.Max.X-wide, r.Min.Y, r.Max.X, r.Max.Y), tone)
}

// round is a box with an edge and the house's corners.
func (p *painter) round(r image.Rectangle, fill, edge fyne.ThemeColorName) {
	r.Min.X, r.Max.X = r.Min.X+1, max(r.Max.X-1, r.Min.X+2)
	radius := min(p.px(4), r.Dx()/2, r.Dy()/2)
	p.corners(r, edge, radius)
	if inner := r.Inset(p.px(1)); fill != edge && !inner.Empty() {
		p.corners(inner, fill, max(0, radius-p.px(1)))
	}
}

// corners fills a box whose corners are quarters of a disc.
func (p *painter) corners(r image.Rectangle, tone fyne.ThemeColorName, radius int) {
	p.fill(image.Rect(r.Min.X, r.Min.Y+radius, r.Max.X, r.Max.Y-radius), tone)
	p.fill(image.Rect(r.Min.X+radius, r.Min.Y, r.Max.X-radius, r.Min.Y+radius), tone)
	p.fill(image.Rect(r.Min.X+radius, r.Max.Y-radius, r.Max.X-radius, r.Max.Y), tone)
	c := p.rgba(tone)
	for y := range radius {
		for x := range radius {
			dx, dy := float32(radius-x)-0.5, float32(radius-y)-0.5
			share := float32(radius) + 0.5 - sqrt(dx*dx+dy*dy)
			p.mix(r.Min.X+x, r.Min.Y+y, c, share)
			p.mix(r.Max.X-1-x, r.Min.Y+y, c, share)
			p.mix(r.Min.X+x, r.Max.Y-1-y, c, share)
			p.mix(r.Max.X-1-x, r.Max.Y-1-y, c, share)
		}
	}
}

// mix puts a share of a colour over a pixel; what lies outside is left out.
func (p *painter) mix(x, y int, c color.RGBA, share float32) {
	if share <= 0 || !(image.Point{X: x, Y: y}).In(p.to.Rect) {
		return
	}
	share = min(share, 1)
	at := p.to.Pix[p.to.PixOffset(x, y):]
	blend := func(old, now uint8) uint8 { return uint8(float32(old)*(1-share) + float32(now)*share + 0.5) }
	at[0], at[1], at[2] = blend(at[0], c.R), blend(at[1], c.G), blend(at[2], c.B)
}

// hatch draws slanted lines.
func (p *painter) hatch(r image.Rectangle, tone fyne.ThemeColorName) {
	c, step, wide := p.rgba(tone), p.px(9), p.px(1.5)
	r = r.Intersect(p.to.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if (x+y)%step < wide {
				p.mix(x, y, c, 0.5)
			}
		}
	}
}

// dots draws a field of dots.
func (p *painter) dots(r image.Rectangle) {
	c, step, wide := p.rgba(look.Secondary), p.px(8), p.px(1.5)
	r = r.Intersect(p.to.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if y%step >= wide {
			continue
		}
		for x := r.Min.X; x < r.Max.X; x++ {
			if x%step < wide {
				p.mix(x, y, c, 0.6)
			}
		}
	}
}

// notch cuts the upper right corner off.
func (p *painter) notch(r image.Rectangle, kind model.BarKind) {
	side := min(p.px(9), r.Dx(), r.Dy())
	ground, edge := p.rgba(look.Panel), p.rgba(look.Secondary)
	if kind == model.Mine {
		edge = p.rgba(look.On)
	}
	for y := range side {
		for x := y; x < side; x++ {
			c := ground
			if x-y < p.px(1.5) {
				c = edge
			}
			p.mix(r.Max.X-side+x, r.Min.Y+y, c, 1)
		}
	}
}

// arrows draws one to the right above one to the left.
func (p *painter) arrows(r image.Rectangle, kind model.BarKind) {
	tone := look.Text
	if kind == model.Mine {
		tone = look.OnFull
	}
	c := p.rgba(tone)
	left, long, head := r.Min.X+p.px(wordSide), p.px(11), p.px(3)
	mid := (r.Min.Y + r.Max.Y) / 2
	for _, up := range []bool{true, false} {
		y := mid + p.px(3)
		if up {
			y = mid - p.px(3)
		}
		p.fill(image.Rect(left, y, left+long, y+p.px(1.2)), tone)
		for i := range head {
			x := left + i
			if up {
				x = left + long - 1 - i
			}
			p.mix(x, y-i, c, 1)
			p.mix(x, y+i, c, 1)
		}
	}
}

// foldMark points to the right, and down where it is open.
func (p *painter) foldMark(r image.Rectangle, open bool) {
	c, half := p.rgba(look.Secondary), r.Dx()/2
	for i := range half {
		for j := -i; j <= i; j++ {
			x, y := r.Max.X-1-i, r.Min.Y+half+j
			if open {
				x, y = r.Min.X+half+j, r.Max.Y-1-i
			}
			p.mix(x, y, c, 1)
		}
	}
}

// sqrt is near enough for the edge of a corner of a few pixels.
func sqrt(v float32) float32 {
	x := max(v, 0.01)
	for range 6 {
		x = (x + v/x) / 2
	}
	return x
}
