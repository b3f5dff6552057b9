"""What an agent hears of a parliamentarian's answer."""

from slackbot.rules.report import AgentAnswer

ANSWERED = {
    AgentAnswer.CONFIRM: "They have confirmed it as theirs.",
    AgentAnswer.NOT_MINE: "They say that it is not theirs, so nothing is done with it.",
    AgentAnswer.MINE: "They follow it themselves from now on, so you no longer see it.",
}
