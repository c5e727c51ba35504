package sound

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWhatIsPlayedArrives(t *testing.T) {
	d := serve(t, null("a"))
	rec := d.listen("a")
	p, diary := player(t, Options{})
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100})
	diary.wait(Played, 1)
	pcm := rec.end()
	got := longestOf(bursts(pcm, rate/100))
	if a := amplitude(got, 1000); math.Abs(a-0.5) > 0.02 {
		t.Errorf("1000 Hz has an amplitude of %.3f, want 0.5", a)
	}
	if a := amplitude(got, 1500); a > 0.02 {
		t.Errorf("1500 Hz, which was not played, has %.3f", a)
	}
	if n := sounding(pcm); n < rate*98/100 || n > rate {
		t.Errorf("%d samples arrived of %d", n, rate)
	}
	var kinds []Kind
	for _, o := range diary.all() {
		kinds = append(kinds, o.Kind)
	}
	if !slices.Equal(kinds, []Kind{Started, Played}) || diary.all()[0].Device != "Output-a" {
		t.Errorf("reported %+v", diary.all())
	}
}

func longestOf(list [][]int16) (best []int16) {
	for _, b := range list {
		if len(b) > len(best) {
			best = b
		}
	}
	return best
}

// sounding is how many samples there are from a sine, whose zeros are not told
// from silence.
func sounding(pcm []int16) (n int) {
	for _, b := range bursts(pcm, 64) {
		n += len(b)
	}
	return n
}

func TestHalfTheVolumeIsAQuarterOfTheAmplitude(t *testing.T) {
	d := serve(t, null("a"))
	rec := d.listen("a")
	p, diary := player(t, Options{})
	var loud []float64
	for i, volume := range []int{100, 50, 10} {
		begin(t, p, Signal{ID: "p", Sound: "long", Volume: volume})
		diary.wait(Played, i+1)
		loud = append(loud, loudness(longestOf(bursts(rec.end(), rate/100))))
		rec.forget()
	}
	if math.Abs(loud[0]/loud[1]-4) > 0.1 || math.Abs(loud[0]/loud[2]-100) > 3 {
		t.Errorf("loudness %.4f, want a ratio of 100 to 25 to 1", loud)
	}
}

func TestARisingSignalGrowsToItsVolumeAndStaysThere(t *testing.T) {
	d := serve(t, null("a"))
	rec := d.listen("a")
	p, diary := player(t, Options{})
	begin(t, p, Signal{ID: "p", Sound: "short", Volume: 100, Loop: true, Every: 50 * time.Millisecond, Rise: time.Second})
	pcm := rec.wait("ten repeats are heard", func(pcm []int16) bool { return len(bursts(pcm, rate/50)) > 10 })
	p.Stop("p")
	diary.wait(Stopped, 1)
	var loud []float64
	for _, b := range bursts(pcm, rate/50)[:10] {
		loud = append(loud, loudness(b))
	}
	for i := 1; i < 7; i++ {
		if loud[i] <= loud[i-1] {
			t.Errorf("repeat %d is not louder than the one before: %.4f", i+1, loud)
		}
	}
	full := 0.5 / math.Sqrt2
	if loud[0] > 0.2*full || math.Abs(loud[8]-full) > 0.03 || math.Abs(loud[9]-full) > 0.03 {
		t.Errorf("it goes from %.4f to %.4f, want from below %.4f to %.4f", loud[0], loud[9], 0.2*full, full)
	}
}

func TestALoopGoesOnUntilStop(t *testing.T) {
	d := serve(t, null("a"))
	rec := d.listen("a")
	p, diary := player(t, Options{})
	begin(t, p, Signal{ID: "p", Sound: "short", Volume: 100, Loop: true, Every: 100 * time.Millisecond})
	rec.wait("five repeats are heard", func(pcm []int16) bool { return len(bursts(pcm, rate/50)) > 5 })
	p.Stop("p")
	diary.wait(Stopped, 1)
	pcm := rec.end()
	period, last := samples(200*time.Millisecond), -1
	var apart []int
	for i := range pcm {
		if pcm[i] != 0 && (i < rate/50 || silent(pcm[i-rate/50:i])) {
			if last >= 0 {
				apart = append(apart, i-last)
			}
			last = i
		}
	}
	slices.Sort(apart)
	if middle := apart[len(apart)/2]; len(apart) < 4 || middle < period-2 || middle > period+2 {
		t.Errorf("repeats begin %v samples apart, want %d", apart, period)
	}
	if n := diary.count(Played); n != 0 {
		t.Errorf("a loop was played to its end, %d times", n)
	}
}

// Each sample of the sound tells its own place, so what was heard tells where it
// was cut off: within what had been given when Stop was called, and of that the
// server held a tenth of a second at most.
func TestStopCutsOffWithinATenthOfASecond(t *testing.T) {
	d := serve(t, null("a"))
	rec := d.listen("a")
	p, diary := player(t, Options{})
	const step = 4 // samples of the same height: what lasts for 3 s must be told apart in 15 bits
	stairs := make([]int16, 3*rate)
	for i := range stairs {
		stairs[i] = int16(i / step)
	}
	p.sounds["stairs"] = stairs[:math.MaxInt16*step]
	begin(t, p, Signal{ID: "p", Sound: "stairs", Volume: 100})
	rec.wait("half a second is heard", func(pcm []int16) bool { return slices.Max(pcm) > rate/2/step })
	p.mu.Lock()
	v := p.mix.voices[0]
	p.mu.Unlock()
	p.Stop("p")
	given := v.at
	diary.wait(Stopped, 1)
	heard := int(slices.Max(rec.end())) * step
	if heard > given || heard < rate/2 {
		t.Errorf("heard %d samples, %d were given", heard, given)
	}
	c, err := dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	sink, err := c.choose("")
	if err != nil {
		t.Fatal(err)
	}
	s := &stream{client: c, from: p}
	if err := s.open(sink, ""); err != nil {
		t.Fatal(err)
	}
	if n := s.ask().wanted; n > buffered {
		t.Errorf("the server holds %d bytes, want at most %d", n, buffered)
	}
	t.Logf("given %d samples, heard %d, the server held at most %d", given, heard, buffered/2)
}

func TestTwoSignalsAreHeardTogether(t *testing.T) {
	d := serve(t, null("a"))
	rec := d.listen("a")
	p, diary := player(t, Options{})
	begin(t, p, Signal{ID: "loop", Sound: "short", Volume: 100, Loop: true})
	diary.wait(Started, 1)
	begin(t, p, Signal{ID: "once", Sound: "other", Volume: 100})
	if o := diary.wait(Played, 1); o.ID != "once" {
		t.Errorf("played %+v", o)
	}
	begin(t, p, Signal{ID: "again", Sound: "other", Volume: 100})
	diary.wait(Started, 3)
	p.Stop("loop")
	if o := diary.wait(Played, 2); o.ID != "again" {
		t.Errorf("played %+v", o)
	}
	both := false
	pcm := rec.end()
	for at := 0; at+rate/10 < len(pcm); at += rate / 20 {
		part := pcm[at : at+rate/10]
		both = both || amplitude(part, 1000) > 0.4 && amplitude(part, 2400) > 0.4
	}
	if !both {
		t.Error("the two were never heard together")
	}
}

func TestThePlayerUsesTheOutputThatWasChosen(t *testing.T) {
	d := serve(t, null("a"), null("b"))
	a, b := d.listen("a"), d.listen("b")
	p, diary := player(t, Options{Device: "b"})
	begin(t, p, Signal{ID: "p", Sound: "short", Volume: 100, Loop: true})
	if o := diary.wait(Started, 1); o.Device != "Output-b" {
		t.Errorf("started on %q", o.Device)
	}
	b.wait("b is heard", func(pcm []int16) bool { return sounding(pcm) > rate/2 })
	if !silent(a.pcm()) {
		t.Error("the other output was heard, too")
	}
	p.Use("a")
	a.wait("a is heard", func(pcm []int16) bool { return sounding(pcm) > rate/2 })
	p.StopAll()
	diary.wait(Stopped, 1)
	if n := diary.count(Warned) + diary.count(Failed); n != 0 {
		t.Errorf("reported %+v", diary.all())
	}
}

func TestAnOutputThatIsNotThereIsReplacedByTheDefaultAndSaid(t *testing.T) {
	d := serve(t, null("a"))
	rec := d.listen("a")
	p, _ := player(t, Options{Device: "headset"})
	err := p.Once(t.Context(), Signal{Sound: "short", Volume: 100})
	if !errors.Is(err, ErrDevice) || !strings.Contains(err.Error(), "headset; Output-a is used instead") {
		t.Errorf("got %v", err)
	}
	if n := sounding(rec.end()); n < rate/10*9/10 {
		t.Errorf("heard %d samples", n)
	}
	r, err := p.Check(t.Context())
	if err != nil || r.Gone != "headset" || r.Device != "Output-a" || r.Problem() != "The output headset is gone; Output-a is used instead." {
		t.Errorf("got %+v, %v, %q", r, err, r.Problem())
	}
}

func TestAnOutputThatGoesWhileItSoundsIsReplacedByTheDefaultAndSaid(t *testing.T) {
	d := serve(t, null("a"), null("b"))
	a := d.listen("a")
	p, diary := player(t, Options{Device: "b"})
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100, Loop: true})
	diary.wait(Started, 1)
	d.unload("b")
	if o := diary.wait(Warned, 1); !errors.Is(o.Err, ErrDevice) || o.Device != "Output-a" || o.ID != "p" {
		t.Errorf("reported %+v", o)
	}
	a.wait("the default is heard", func(pcm []int16) bool { return sounding(pcm) > rate/2 })
}

func TestWithoutAnyOutputTheSignalFailsUntilThereIsOne(t *testing.T) {
	d := serve(t, null("a"))
	p, diary := player(t, Options{Retry: 20 * time.Millisecond})
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100, Loop: true})
	diary.wait(Started, 1)
	d.unload("a")
	if o := diary.wait(Failed, 1); !errors.Is(o.Err, ErrNoCard) {
		t.Errorf("reported %+v", o)
	}
	if _, err := p.Check(t.Context()); !errors.Is(err, ErrNoCard) {
		t.Errorf("Check gives %v", err)
	}
	if _, err := p.Devices(t.Context()); !errors.Is(err, ErrNoCard) {
		t.Errorf("Devices gives %v", err)
	}
	d.ctl(append([]string{"load-module"}, strings.Fields(null("c"))...)...)
	rec := d.listen("c")
	if o := diary.wait(Started, 2); o.Device != "Output-c" {
		t.Errorf("reported %+v", o)
	}
	rec.wait("it is heard again", func(pcm []int16) bool { return sounding(pcm) > rate/2 })
	if n := diary.count(Failed); n != 1 {
		t.Errorf("the failure was told %d times", n)
	}
}

func TestADummyOutputIsSilence(t *testing.T) {
	serve(t, "module-always-sink")
	p, _ := player(t, Options{})
	err := p.Once(t.Context(), Signal{Sound: "short", Volume: 100})
	if !errors.Is(err, ErrNoCard) {
		t.Errorf("played to the dummy: %v", err)
	}
	programs := map[string]string{"paplay": "exit 0"} // which would play to the dummy as well
	scripts(t, programs)
	if err := p.Once(t.Context(), Signal{Sound: "short", Volume: 100}); !errors.Is(err, ErrNoCard) {
		t.Errorf("played to the dummy by a program: %v", err)
	}
}

func TestASignalMovedToTheDummyOutputFails(t *testing.T) {
	d := serve(t, null("a"), "module-always-sink")
	p, diary := player(t, Options{})
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100, Loop: true})
	diary.wait(Started, 1)
	d.unload("a")
	if o := diary.wait(Failed, 1); !errors.Is(o.Err, ErrNoCard) {
		t.Errorf("reported %+v", o)
	}
}

func TestAMutedOutputIsSaid(t *testing.T) {
	d := serve(t, null("a"))
	p, diary := player(t, Options{})
	for _, c := range []struct{ mute, volume, problem string }{
		{"0", "73%", ""},
		{"1", "100%", "The output Output-a is muted."},
		{"0", "0%", "The volume of the output Output-a is 0 %."},
		{"0", "5%", "The volume of the output Output-a is 5 %."},
	} {
		d.ctl("set-sink-mute", "a", c.mute)
		d.ctl("set-sink-volume", "a", c.volume)
		r, err := p.Check(t.Context())
		if err != nil || !r.Known || r.Problem() != c.problem || r.Device != "Output-a" {
			t.Errorf("mute %s, volume %s: got %+v, %v, %q", c.mute, c.volume, r, err, r.Problem())
		}
		err = p.Once(t.Context(), Signal{Sound: "short", Volume: 100})
		if want := c.mute == "1" || c.volume == "0%"; errors.Is(err, ErrMuted) != want {
			t.Errorf("mute %s, volume %s: playing gives %v", c.mute, c.volume, err)
		}
	}
	if n := diary.count(Played); n != 4 {
		t.Errorf("%d were played", n)
	}
}

func TestTheOutputsAreListedTheDefaultFirst(t *testing.T) {
	d := serve(t, null("a"), null("b"), null("c"))
	d.ctl("set-default-sink", "b")
	p, _ := player(t, Options{})
	got, err := p.Devices(t.Context())
	want := []Device{{"b", "Output-b"}, {"a", "Output-a"}, {"c", "Output-c"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestAServerThatIsKilledIsSaidAndHeardAgainWhenItIsBack(t *testing.T) {
	d := serve(t, null("a"))
	p, diary := player(t, Options{Retry: 20 * time.Millisecond})
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100, Loop: true})
	diary.wait(Started, 1)
	d.kill()
	if o := diary.wait(Failed, 1); !errors.Is(o.Err, errLost) {
		t.Errorf("reported %+v", o)
	}
	d.start()
	diary.wait(Started, 2)
	rec := d.listen("a")
	rec.wait("it is heard again", func(pcm []int16) bool { return sounding(pcm) > rate/2 })
	if n := diary.count(Failed); n != 1 {
		t.Errorf("the failure was told %d times", n)
	}
}

func TestAServerThatIsKilledIsReplacedByAProgramInTheMiddleOfASound(t *testing.T) {
	d := serve(t, null("a"))
	p, diary := player(t, Options{})
	dir := scripts(t, map[string]string{"aplay": `/bin/cp "$2" "$HEARD"`})
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100})
	diary.wait(Started, 1)
	d.kill()
	diary.wait(Played, 1)
	if n := len(heard(t, dir)); n != rate {
		t.Errorf("the program got %d samples, want all %d", n, rate)
	}
	if n := diary.count(Failed); n != 0 {
		t.Errorf("reported %+v", diary.all())
	}
}

func TestASuspendedOutputIsSaid(t *testing.T) {
	d := serve(t, null("a"))
	p, diary := player(t, Options{Retry: 20 * time.Millisecond})
	p.ways = []way{&server{stall: 300 * time.Millisecond}}
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100, Loop: true})
	diary.wait(Started, 1)
	d.ctl("suspend-sink", "a", "1")
	if o := diary.wait(Failed, 1); !errors.Is(o.Err, ErrStalled) {
		t.Errorf("reported %+v", o)
	}
	d.ctl("suspend-sink", "a", "0")
	diary.wait(Started, 2)
}

func TestNothingIsHeldOpenWhileNothingSounds(t *testing.T) {
	d := serve(t, null("a"))
	p, diary := player(t, Options{})
	clients := func() int { return strings.Count(d.ctl("list", "clients"), `application.name = "Standby"`) }
	begin(t, p, Signal{ID: "loop", Sound: "short", Volume: 100, Loop: true, Every: time.Hour})
	diary.wait(Started, 1)
	until(t, "the connection is closed in the pause", func() bool { return clients() == 0 })
	begin(t, p, Signal{ID: "once", Sound: "short", Volume: 100})
	diary.wait(Played, 1)
	until(t, "the connection is closed again", func() bool { return clients() == 0 })
	p.StopAll()
	p.owner.Wait() // the goroutine ends by itself
	if p.running || len(p.mix.voices) != 0 {
		t.Error("the player goes on")
	}
}
