namespace Granary.Grains.Simulator;

/// <summary>The words and sentence shapes of simulated prose. `{s}` is the subject, `{a}` an adjective, `{n}` a noun, `{v}` a verb.</summary>
internal static class WordBank
{
    public static readonly string[] ReviewSentences =
    [
        "I have used {s} for a few weeks now and the {n} is {a}.",
        "The {n} feels {a}, although the {n} could be better.",
        "Setting it up took ten minutes and the {n} was {a} from the start.",
        "What I like most is the {a} {n}.",
        "For the price the {n} is {a} and the {n} does what it should.",
        "After a while the {n} began to {v}, which is a pity.",
        "My family finds the {n} {a}, and so do I.",
        "Delivery was quick, the {n} arrived {a}.",
        "I would buy it again for the {n} alone.",
        "Support answered within a day and replaced the {n}.",
    ];

    public static readonly string[] Sentences =
    [
        "{s} is known for its {a} {n}.",
        "Many people think of the {n} first, which is {a} here.",
        "The {n} and the {n} have always been close to each other.",
        "Over the years the {n} has become {a}.",
        "Visitors notice the {a} {n} before anything else.",
        "Its {n} tends to {v} where others do not.",
        "A {a} {n} shapes much of everyday life.",
        "The {n} is {a}, the {n} rather less so.",
        "There is a {a} balance between {n} and {n}.",
        "Those who stay longer come to value the {n}.",
    ];

    public static readonly string[] ReviewNouns =
    [
        "battery", "build quality", "handle", "screen", "cable", "packaging", "manual", "motor", "finish", "sound", "strap", "lid", "button", "app", "case",
    ];

    public static readonly string[] Nouns =
    [
        "landscape", "coast", "history", "market", "language", "kitchen", "music", "harbour", "craft", "climate", "railway", "river", "festival", "architecture",
        "trade", "forest",
    ];

    public static readonly string[] Adjectives =
    [
        "solid", "surprisingly light", "quiet", "reliable", "well made", "simple", "remarkable", "modest", "bright", "rich", "careful", "plain", "generous", "calm",
        "lively", "uneven",
    ];

    public static readonly string[] Verbs = ["wear out", "flourish", "hold up", "change", "settle", "improve", "stand out", "grow"];
}
