package setup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"standby/app/api"
	"standby/app/config"
	"standby/assets"
	"standby/rotation/pay"
)

// ExplainPolicy implements api.Policies.
func (c *Commands) ExplainPolicy(_ context.Context, choice api.PolicyChoice) (api.PolicyWords, error) {
	if choice == (api.PolicyChoice{}) {
		inForce := c.Payroll().inForce()
		read, err := inForce.Read()
		if err != nil {
			return api.PolicyWords{}, err
		}
		return wordsOf(read.Policy, inForce.Path), nil
	}
	chosen, err := c.chosen(choice)
	return chosen.words, err
}

// UsePolicy implements api.Policies.
func (c *Commands) UsePolicy(_ context.Context, choice api.PolicyChoice) (api.PolicyWords, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	chosen, err := c.chosen(choice)
	if err != nil {
		return api.PolicyWords{}, err
	}
	if chosen.lay != nil {
		if err := layNew(chosen.words.Path, chosen.lay); err != nil {
			return api.PolicyWords{}, err
		}
	}
	if err := config.SetPolicy(c.path, chosen.words.Path); err != nil {
		return api.PolicyWords{}, err
	}
	return chosen.words, c.reload()
}

// choice is a policy that was read; lay is what has to be written to its path
// before it can be used, nil where it stands there.
type choice struct {
	words api.PolicyWords
	lay   []byte
}

func (c *Commands) chosen(which api.PolicyChoice) (choice, error) {
	switch {
	case (which.Ready == "") == (which.Path == ""):
		return choice{}, fmt.Errorf("%w: name a ready policy or a file, one of the two", api.ErrBadRequest)
	case which.Path != "":
		read, err := PolicyFile{Path: which.Path}.Read()
		if err != nil {
			return choice{}, err
		}
		return choice{words: wordsOf(read.Policy, which.Path)}, nil
	}
	return c.ready(which.Ready)
}

// ready is a policy of assets: the copy beside the configuration where there is one,
// else what that would be.
func (c *Commands) ready(name string) (choice, error) {
	ready, ok := assets.PolicyNamed(name)
	if !ok {
		return choice{}, fmt.Errorf("%w: there is no ready policy %.60q; standby pay policies lists them", api.ErrBadRequest, name)
	}
	path := filepath.Join(filepath.Dir(c.path), "policy-"+ready.Name+".toml")
	out := choice{lay: ready.Text}
	policy, err := parsePolicy(path, ready.Text, []string{filepath.Dir(path)})
	// Lstat, because a link that leads nowhere is somebody's, too.
	if _, missing := os.Lstat(path); !errors.Is(missing, fs.ErrNotExist) {
		read, kept := PolicyFile{Path: path}.Read()
		if kept != nil {
			return choice{}, kept
		}
		out.lay, out.words.Kept = nil, !bytes.Equal(read.Text, ready.Text)
		policy, err = *read.Policy, nil
	}
	if err != nil {
		return choice{}, err
	}
	kept := out.words.Kept
	out.words = wordsOf(&policy, path)
	out.words.Kept, out.words.Facts = kept, ready.Facts()
	return out, nil
}

func wordsOf(p *pay.Policy, path string) api.PolicyWords {
	return api.PolicyWords{Name: p.Name, Currency: p.Currency, Sentences: append([]string{}, p.Explain()...), Path: path}
}

// layNew writes a file that is there whole or not at all, and none over another.
func layNew(path string, text []byte) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write the policy: %w", err)
	}
	tmp, err := os.CreateTemp(dir, ".policy-*.tmp")
	if err != nil {
		return fmt.Errorf("write the policy: %w", err)
	}
	defer func() {
		if err != nil {
			_ = tmp.Close()
			_ = os.Remove(tmp.Name())
			err = fmt.Errorf("write the policy %s: %w", path, err)
		}
	}()
	if _, err := tmp.Write(text); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
