package main

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"standby/assets"
	"standby/rotation/rotafile"
)

// rota is the parent of the commands on rota files. All but add read the file
// by themselves and need no agent.
func (c *cli) rota() *cobra.Command {
	cmd := &cobra.Command{
		Use: "rota", Short: "Work with rotas that are kept in files",
		Long: "Work with rotas that are kept in files (TOML).\n\nWho is on call when, where nobody is, what a change of the file means to whom, and whether the rota is\n" +
			"fair. Nothing but add needs a running Standby. FILE may be \"-\", standard input.",
		Example: "  standby rota example > payments.toml    a file to begin with\n  standby rota check payments.toml\n" +
			"  standby rota shifts payments.toml --from 2026-12-01 --to 2027-01-01\n  git show HEAD:payments.toml | standby rota diff - payments.toml",
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRotaAdd(c), c.rotaCheck(), c.rotaShifts(), c.rotaWho(), c.rotaGaps(), c.rotaDiff(), c.rotaHealth(),
		c.rotaExample(), c.rotaSchema())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}

// unknownCommand refuses arguments of a command that only has commands.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command %q for %q", args[0], cmd.CommandPath())
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		text += fmt.Sprintf("; did you mean %q?", near[0])
	}
	return fmt.Errorf("%s", text)
}

func (c *cli) rotaExample() *cobra.Command {
	return &cobra.Command{
		Use: "example", Short: "Print an example of a rota file, with every key explained",
		Example: "  standby rota example > payments.toml",
		RunE: func(*cobra.Command, []string) error {
			text := assets.SampleRota
			// Where the schema lies is true of this file in its own folder alone.
			if line, rest, found := bytes.Cut(text, []byte("\n")); found && bytes.HasPrefix(line, []byte("#:schema")) {
				text = rest
			}
			_, err := c.out.Write(text)
			return err
		},
	}
}

func (c *cli) rotaSchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of rota files, for editors",
		Long: "Print the JSON Schema of rota files, for editors.\n\nTaplo, and editors that use it, check a file whose first line names the schema:\n\n" +
			"  #:schema rota.schema.json",
		Example: "  standby rota schema > rota.schema.json",
		RunE: func(*cobra.Command, []string) error {
			_, err := c.out.Write(rotafile.Schema)
			return err
		},
	}
}
