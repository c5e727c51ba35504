package postmortem

import "regexp"

// Patterns are of lower-case ASCII letters; see fold.

// participle is a verb as it stands after "have".
const participle = `(?:[a-z]+ed|been|done|gone|had|known|seen|made|taken|got|gotten|given|thought|told|run|set|put|read|caught|found|kept|left|said|sent|shown|written|begun|broken|chosen|come|held|built|understood|noticed|let)`

// phrases are the rules that need no setting.
func phrases() []rule {
	return []rule{
		{
			tone: HumanError, pattern: longest(`(?:human|operator|user|pilot|manual|pebkac)\s+(?:error|mistake|failure)s?|fat[\s-]?finger(?:ed|ing|s)?|pebkac|pilot\s+error`),
			why:     "A mistake that a person can make explains nothing: the next person can make it too.",
			instead: "Say what made it easy to make and hard to notice: \"the command takes a host name without asking\".",
			spared:  regexp.MustCompile(`^s?\s+(?:rate|budget|message|page|code|log|handler|report)`),
		},
		{
			tone: Hindsight, pattern: longest(`(?:should|ought\s+to)(?:n['’]t|\s+not|\s+never)?\s+(?:[a-z]+ly\s+)?have\s+(?:[a-z]+ly\s+)?` + participle + `|should(?:n['’]t)?['’]ve|shoulda|ought\s+to['’]ve`),
			why:     "It measures what was done by what is known only now.",
			instead: "Say what was known at the time and why the step made sense: \"the dashboard showed ..., so ...\".",
		},
		{
			tone: Hindsight, pattern: longest(`obviously|it\s+was\s+(?:obvious|clear)\s+that|common\s+sense|anyone\s+(?:could|would)\s+have|in\s+hindsight|with\s+hindsight`),
			why:     "What is obvious now was not then.",
			instead: "Say what could be seen at the time, and where.",
		},
		{
			tone: Counterfactual, pattern: longest(`if\s+(?:only\s+)?(?:[^\s.,;:()!?]+\s+){1,3}(?:had(?:n['’]t|\s+not)?|hadn['’]t)\s+(?:[a-z]+ly\s+)?` + participle + `|had\s+(?:[^\s.,;:()!?]+\s+){1,3}(?:not\s+)?` + participle + `\s*,\s*(?:[^\s.,;:()!?]+\s+){1,4}would`),
			why:     "It tells of something that did not happen.",
			instead: "Tell what did happen, and put what is to be different into a follow-up.",
		},
		{
			tone: Counterfactual, pattern: longest(`(?:could|would)(?:n['’]t|\s+not|\s+never)?\s+(?:[a-z]+ly\s+)?have\s+(?:[a-z]+ly\s+)?(?:been\s+)?(?:prevented|avoided|caught|noticed|stopped|detected|known|seen|checked|tested|happened|acted|helped|saved|averted)|could['’]ve|coulda`),
			why:     "It tells of something that did not happen.",
			instead: "Tell what did happen, and put what is to be different into a follow-up.",
		},
		{
			tone: Fault, pattern: longest(`forgot|forgotten|forgets`),
			why:     "That somebody forgets is to be expected.",
			instead: "Say what was there to remind them: \"the list of steps does not name ...\".",
			spared:  regexp.MustCompile(`^[\s-]+(?:(?:your|my|the)\s+)?(?:password|pin|user\s?name|passphrase)`),
		},
		{
			tone: Fault, pattern: longest(`careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|sloppily|sloppiness|lazy|laziness|incompeten(?:t|tly|ce)|stupid(?:ly|ity)?|idiot(?:ic|s)?|reckless(?:ly|ness)?|inattenti(?:ve|on)|irresponsibl[ey]|unprofessional(?:ly)?|clueless|dumb|foolish(?:ly)?|lack\s+of\s+(?:attention|care|diligence|discipline)|not\s+paying\s+attention`),
			why:     "It judges a person.",
			instead: "Leave it out, and say what the work was like: how many alerts, how many tasks, which hour.",
			spared:  regexp.MustCompile(`^[\s-]+(?:load|loading|loaded|evaluat|initiali|init|pipe|terminal|quer|propert|import|unmount|fetch|delet)`),
		},
		{
			tone: Fault, pattern: longest(`to\s+blame|blame[ds]?|culprits?|guilty|(?:his|her|their|my|your|whose)\s+(?:own\s+)?(?:fault|mistake)|at\s+fault|person\s+responsible|those\s+responsible`),
			why:     "It looks for somebody to blame.",
			instead: "Ask what made it possible, not who did it.",
			spared:  regexp.MustCompile(`^(?:\s+(?:culture|free)|-free|less)`),
		},
	}
}

func overstated() rule {
	return rule{
		tone: Overstated, pattern: longest(`(?:(?:complete|total|full|major)\s+)?outages?`),
		why:     "The service was worse than it should be, and not gone.",
		instead: "\"degradation\", with what was slow, late or wrong.",
	}
}
