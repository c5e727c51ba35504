package schedule

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
)

// onExport saves what is seen as a calendar; the list of one's own shifts, those.
func (s *Screen) onExport() {
	span := s.seen()
	q := api.ShiftQuery{From: span.Start, To: span.End, Mine: s.way == list && s.own}
	var d api.Document
	s.desk.Ask(func(ctx context.Context) (err error) {
		d, err = s.agent.ScheduleFile(ctx, q)
		return err
	}, func(err error) {
		s.answer.ShowErr(err)
		if err == nil {
			kit.SaveFile(s.desk, d.Name, d.Data, s.onSaved)
		}
	})
}

// onSave saves the calendar to send after a handover.
func (s *Screen) onSave() {
	if f := s.done.file; f != nil {
		kit.SaveFile(s.desk, f.Name, f.Data, s.onSaved)
	}
}

func (s *Screen) onSaved(path string, err error) {
	s.answer.ShowErr(err)
	if err == nil {
		s.done.show("Saved as "+path, s.done.id, s.done.file, s.now())
	}
}

// onPicture saves what is seen as a picture.
func (s *Screen) onPicture() {
	data, err := s.picture()
	if err != nil {
		s.answer.ShowErr(err)
		return
	}
	kit.SaveFile(s.desk, "schedule.png", data, s.onSaved)
}

// picture is the schedule as it stands on the screen, as a PNG.
func (s *Screen) picture() ([]byte, error) {
	var up fyne.CanvasObject = s.lineUp
	if s.way == list {
		up = s.listUp
	}
	c := s.desk.Win.Canvas()
	shot := c.Capture()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(up)
	scale := float32(shot.Bounds().Dx()) / c.Size().Width
	from := shot.Bounds().Min.Add(image.Pt(int(at.X*scale), int(at.Y*scale)))
	part := image.Rectangle{Min: from, Max: from.Add(image.Pt(int(up.Size().Width*scale), int(up.Size().Height*scale)))}.Intersect(shot.Bounds())
	out := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	draw.Draw(out, out.Rect, shot, part.Min, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return nil, fmt.Errorf("draw the schedule: %w", err)
	}
	return b.Bytes(), nil
}
