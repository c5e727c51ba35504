package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"standby/app/provider"
	"standby/notify"
)

// failed puts what slack-go reports into the words of package provider.
func failed(err error) error {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return refusal(said)
	}
	for _, known := range []error{provider.ErrUnauthorized, provider.ErrNotTheService, provider.ErrUnreachable,
		provider.ErrTooLarge, provider.ErrService, provider.ErrUnknown, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return err
		}
	}
	if misshapen(err) {
		return fmt.Errorf("%w: JSON of another shape", provider.ErrNotTheService)
	}
	return err
}

// misshapen reports whether an answer came that slack-go cannot read.
func misshapen(err error) bool {
	return errors.As(err, new(*json.SyntaxError)) || errors.As(err, new(*json.UnmarshalTypeError))
}

// refusal says why Slack did not do it. The words are in its method pages.
func refusal(said slack.SlackErrorResponse) error {
	word := notify.Clean(said.Err, 80)
	switch word {
	case "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "no_permission",
		"access_denied", "ekm_access_denied", "user_is_restricted", "not_allowed_token_type", "org_login_required", "restricted_action":
		return fmt.Errorf("%w: Slack says %q", provider.ErrUnauthorized, word)
	case "missing_scope":
		needed := notify.Clean(strings.ReplaceAll(said.Needed, ",", ", "), 100)
		return fmt.Errorf("%w: the token lacks the scope %s; add it to the app and install it again", provider.ErrUnauthorized, needed)
	case "fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org":
		// Slack: "some aspect of the operation may have succeeded".
		return fmt.Errorf("%w: %w: Slack says %q", provider.ErrUnknown, provider.ErrService, word)
	case "channel_not_found", "not_in_channel":
		return fmt.Errorf("%w: Slack says %q; invite the app to the channel", provider.ErrService, word)
	case "is_archived":
		return fmt.Errorf("%w: the channel is archived", provider.ErrGone)
	}
	return fmt.Errorf("%w: Slack says %q", provider.ErrService, word)
}
