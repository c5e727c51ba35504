package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/config"
	"standby/assets"
)

func (c *cli) policiesUse() *cobra.Command {
	return &cobra.Command{
		Use: "use NAME", Short: "Pay by a ready pay policy: copy it beside the configuration, and name it there", Args: cobra.ExactArgs(1),
		Long: "Pay by a ready pay policy: copy it beside the configuration, and name it there.\n\nA copy that is there already is kept as it is, with all that was changed in it. The policy that counted\n" +
			"until then is not touched.",
		Example:           "  standby pay policies use flat-week",
		ValidArgsFunction: completeReady,
		RunE: func(cmd *cobra.Command, args []string) error {
			ready, err := readyNamed(args[0])
			if err != nil {
				return err
			}
			places, err := c.places()
			if err != nil {
				return err
			}
			before, err := config.Load(places.ConfigFile)
			if err != nil {
				return err
			}
			path := filepath.Join(filepath.Dir(places.ConfigFile), "policy-"+ready.Name+".toml")
			own, err := lay(cmd, path, ready.Text)
			if err != nil {
				return err
			}
			if err := c.choosePolicy(cmd.Context(), places, path); err != nil {
				return err
			}
			return c.printUsed(ready, path, before.Pay.Policy, own)
		},
	}
}

// lay puts a ready policy into a file, unless there is one: then that is kept, own
// says whether it differs, and it must be a policy.
func lay(cmd *cobra.Command, path string, text []byte) (own bool, err error) {
	// Lstat, because a link that leads nowhere is somebody's, too.
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return false, layNew(path, text)
	}
	have, err := readText(cmd.Context(), path, strings.NewReader(""), policyInput)
	if err != nil {
		return false, err
	}
	if bytes.Equal(have, text) {
		return false, nil
	}
	_, err = readPolicy(cmd, path)
	return true, err
}

// layNew writes a file that is there whole or not at all.
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

// choosePolicy names the policy in the configuration: through the agent, which
// then pays by it at once, or, where none runs, in the file.
func (c *cli) choosePolicy(ctx context.Context, places config.Places, path string) error {
	err := c.asking(ctx, 10*time.Second, func(ctx context.Context, client *api.Client) error {
		return client.SetPolicy(ctx, path)
	})
	if errors.Is(err, api.ErrNotRunning) {
		return config.SetPolicy(places.ConfigFile, path)
	}
	return err
}

func (c *cli) printUsed(p assets.Policy, path, before string, own bool) error {
	b := &strings.Builder{}
	_, _ = fmt.Fprintf(b, "The pay policy is %q now: %s\n", p.Title, path)
	if own {
		b.WriteString(wrapped("  ", "That file was there and differs from the one that comes with Standby; it is used as it is. To see what comes with Standby: standby pay policies show "+p.Name))
	}
	if before != "" && before != path {
		b.WriteString(wrapped("  ", "Until now it was "+before+", which is unchanged."))
	}
	b.WriteString(wrapped("Edit next: ", p.Change))
	if facts := p.Facts(); len(facts) > 0 {
		b.WriteString(wrapped("", "It has to know, for instance: "+factsText(facts)+". What is the same for everybody may stand in that file, under [given]."))
	}
	b.WriteString("Check it: standby pay check " + path + "\n")
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

// factsText is facts as a policy writes them, in order of their names.
func factsText(facts map[string]string) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		out = append(out, fmt.Sprintf("%s = %q", name, facts[name]))
	}
	return strings.Join(out, ", ")
}
