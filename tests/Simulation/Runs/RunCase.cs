using Granary.Embedded.Simulation;

namespace Granary.Simulation.Runs;

/// <summary>What a seed chooses: how many silos, what document, what goes wrong.</summary>
internal sealed record RunCase(ulong Seed)
{
    /// <summary>Silos of the cluster, 1 to 5.</summary>
    public required int Silos { get; init; }

    /// <summary>Rows asked for.</summary>
    public required int Rows { get; init; }

    public required int RowGroupSize { get; init; }

    /// <summary>Groups open at once; null: adaptive.</summary>
    public required int? Window { get; init; }

    /// <summary>Exactly that many good rows are wanted, and up to twice as many are tried.</summary>
    public required bool Survivors { get; init; }

    public required bool Structured { get; init; }

    public required bool Skips { get; init; }

    public required bool Csv { get; init; }

    public required bool Gzip { get; init; }

    public required int SalvageRounds { get; init; }

    /// <summary>Every so many-th row is refused for good.</summary>
    public required int PoisonEvery { get; init; }

    /// <summary>Calls that the first provider bears at once.</summary>
    public required int HiddenLimit { get; init; }

    /// <summary>Somebody pauses, cancels and resumes the run meanwhile.</summary>
    public required bool Meddled { get; init; }

    /// <summary>Chance of a storage fault of either kind, of grain state, cell logs and artifacts.</summary>
    public required double StorageFaults { get; init; }

    /// <summary>Share of calls that the providers fail while there is trouble, of each kind.</summary>
    public required double ProviderFaults { get; init; }

    /// <summary>Mean time between crashes.</summary>
    public required TimeSpan? CrashEvery { get; init; }

    public required double MessageLoss { get; init; }

    /// <summary>How long there is trouble.</summary>
    public required TimeSpan Trouble { get; init; }

    /// <summary>Processors before and behind the row groups, and over the whole result.</summary>
    public required bool Processed { get; init; }

    public static RunCase Of(ulong seed)
    {
        var draw = new SeededDraw(seed * 31 + 7);
        var rows = draw.From(4, 90);
        var structured = draw.Chance(0.4);
        return new RunCase(seed)
        {
            Silos = draw.From(1, 5),
            Rows = rows,
            RowGroupSize = draw.From(2, Math.Max(3, rows / 2)),
            Window = draw.Chance(0.3) ? null : draw.From(1, 4),
            Survivors = draw.Chance(0.25),
            Structured = structured,
            Skips = draw.Chance(0.5),
            Csv = !structured && draw.Chance(0.3),
            Gzip = draw.Chance(0.2),
            SalvageRounds = draw.From(1, 4),
            PoisonEvery = draw.From(5, 40),
            HiddenLimit = draw.From(2, 12),
            Meddled = draw.Chance(0.4),
            StorageFaults = draw.Chance(0.6) ? 0.03 : 0,
            ProviderFaults = draw.Chance(0.7) ? 0.05 : 0,
            CrashEvery = draw.Chance(0.8) ? TimeSpan.FromSeconds(draw.From(5, 40)) : null,
            MessageLoss = draw.Chance(0.3) ? 0.01 : 0,
            Trouble = TimeSpan.FromSeconds(draw.From(20, 120)),
            Processed = draw.Chance(0.3),
        };
    }

    /// <summary>Faults of messages, grain state and silos. A silo that stands alone is crashed by hand: chance spares the last one.</summary>
    public FaultRates Faults => new()
    {
        Loss = MessageLoss,
        Late = MessageLoss * 5,
        LateBy = TimeSpan.FromMilliseconds(800),
        WriteFailsBefore = StorageFaults,
        WriteFailsAfter = StorageFaults,
        CrashEvery = Silos > 1 ? CrashEvery : null,
        RestartAfter = TimeSpan.FromSeconds(15),
    };

    /// <summary>
    /// The run document. Every prompt says which cell it is for and, where there is one, which value it was made from, so that the provider can
    /// keep the book.
    /// </summary>
    public string Document
    {
        get
        {
            List<string> columns =
            [
                """{ "name": "n", "kind": "seed", "type": "int" }""",
                """{ "name": "id", "kind": "sampler", "sampler": "uuid", "params": { "prefix": "t-" } }""",
                """{ "name": "flag", "kind": "sampler", "sampler": "category", "params": { "values": ["a", "b"] } }""",
                """{ "name": "c1", "kind": "llm-text", "model": "first", "prompt": "@c1:{{n}}|@" }""",
                """{ "name": "c2", "kind": "llm-text", "model": "second", "prompt": "@c2:{{n}}|{{c1}}@" }""",
                """{ "name": "shout", "kind": "expression", "template": "{{upper id}}" }""",
            ];
            if (Structured)
            {
                columns.Add(
                    """
                    { "name": "c3", "kind": "llm-structured", "model": "first", "prompt": "@c3:{{n}}|{{c2}}@", "corrections": 1, "restarts": 2,
                      "schema": { "type": "object", "required": ["v"], "properties": { "v": { "type": "string" } } } }
                    """);
            }

            if (Skips)
            {
                columns.Add("""{ "name": "c4", "kind": "llm-text", "model": "second", "prompt": "@c4:{{n}}|{{c1}}@", "skip": { "when": "flag == 'a'" } }""");
                columns.Add("""{ "name": "c5", "kind": "llm-text", "model": "first", "prompt": "@c5:{{n}}|{{c4}}@" }""");
            }

            var records = string.Join(",", Enumerable.Range(0, Rows * 2).Select(static n => $$"""{"n":{{n}}}"""));
            return $$"""
                { "name": "sim", "rows": {{Rows}}, "rowGroupSize": {{RowGroupSize}}, "randomSeed": {{Seed % 1000}},
                  "window": {{(Window is { } fixedSize ? $"{fixedSize}" : """{ "adaptive": true, "max": 8 }""")}},
                  "seed": { "rows": [{{records}}] }, "shutdown": { "rate": "off" }, "retry": { "salvageRounds": {{SalvageRounds}}, "patience": "30m" },
                  "output": { "format": "{{(Csv ? "csv" : "jsonl")}}", "gzip": {{(Gzip ? "true" : "false")}} },
                  {{(Survivors ? """ "survivors": { "maxFactor": 2 }, """ : "")}}
                  {{(Processed ? Processors : "")}}
                  "columns": [{{string.Join(",", columns)}}] }
                """;
        }
    }

    private static string Processors =>
        """
        "processors": { "preBatch": [ { "transform": { "id": "{{id}}-p" } } ], "postBatch": [ { "transform": { "shout": "{{lower shout}}" } } ],
                        "after": [ { "dropColumns": ["flag"] } ] },
        """;

    /// <summary>Row <paramref name="n"/> is refused for good.</summary>
    public bool IsPoisoned(int n) => n % PoisonEvery == PoisonEvery - 1;

    public override string ToString() =>
        $"{Silos} silos, {Rows} rows in groups of {RowGroupSize}, window {Window?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "adaptive"}"
        + $"{(Survivors ? ", survivors" : "")}{(Structured ? ", structured" : "")}{(Skips ? ", skips" : "")}{(Meddled ? ", meddled" : "")}{(Processed ? ", processed" : "")}";
}
