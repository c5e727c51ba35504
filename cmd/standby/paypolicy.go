package main

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/setup"
	"standby/rotation/ical"
	"standby/rotation/pay"
	"standby/rotation/pay/holiday"
	"standby/rotation/tomlfile"
)

var (
	policyInput  = inputKind{"pay policy", tomlfile.MaxSize}
	holidayInput = inputKind{"calendar of holidays", ical.MaxBytes}
)

// readPolicy reads a policy file, or standard input, with the calendars of
// holidays that it names. Several, and the files of a folder, are the versions of one
// policy and joined. What is wrong in one is a *tomlfile.Error.
func readPolicy(cmd *cobra.Command, args ...string) (pay.Policy, error) {
	var versions []pay.Policy
	for _, arg := range args {
		files, err := setup.PolicyFiles(arg)
		if err != nil {
			return pay.Policy{}, namedClean(err)
		}
		for _, file := range files {
			p, err := readVersion(cmd, file)
			if err != nil {
				return pay.Policy{}, err
			}
			versions = append(versions, p)
		}
	}
	if len(versions) == 1 {
		return versions[0], nil
	}
	return pay.Join(versions...)
}

func readVersion(cmd *cobra.Command, arg string) (pay.Policy, error) {
	data, err := readText(cmd.Context(), arg, cmd.InOrStdin(), policyInput)
	if err != nil {
		return pay.Policy{}, err
	}
	files, err := setup.HolidayFiles(data, func(path string) ([]byte, error) {
		if !filepath.IsAbs(path) && arg != stdin {
			path = filepath.Join(filepath.Dir(arg), path)
		}
		return readText(cmd.Context(), path, strings.NewReader(""), holidayInput)
	})
	if err != nil {
		return pay.Policy{}, err
	}
	return pay.ParseVersions(rotaName(arg), data, holiday.Sources{Files: files})
}
