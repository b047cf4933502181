namespace Granary.Grains.Simulator;

/// <summary>Turns what the model says, and what goes wrong, into the pieces that travel.</summary>
internal sealed record SimulatorBody(IReadOnlyList<SimulatedPiece> Pieces, long? Length, SimulatedClose Close)
{
    /// <summary>A whole answer, or what the fault leaves of it.</summary>
    public static SimulatorBody Plain(byte[] json, SimulatorFault fault) => fault switch
    {
        SimulatorFault.Cut => new([new(TimeSpan.Zero, SimulatorJson.Half(json))], json.Length, SimulatedClose.Cut),
        SimulatorFault.Malformed => Whole(SimulatorJson.Half(json)),
        SimulatorFault.ErrorBody => Whole(Failure()),
        _ => Whole(json),
    };

    /// <summary>The events of a streamed answer, paced by <paramref name="perToken"/>, or what the fault leaves of them.</summary>
    public static SimulatorBody Streamed(string id, long created, SimulatorRequest request, SimulatorText text, TimeSpan perToken, SimulatorFault fault)
    {
        var pieces = new List<SimulatedPiece> { new(TimeSpan.Zero, SimulatorJson.FirstChunk(id, created, request.Model)) };
        var due = TimeSpan.Zero;
        foreach (var word in text.Pieces())
        {
            // Clocks count whole milliseconds; what is less is owed to the next word, so that fast streams keep their pace.
            due += perToken * SimulatorText.Tokens(word);
            var after = TimeSpan.FromMilliseconds(Math.Floor(due.TotalMilliseconds));
            due -= after;
            pieces.Add(new(after, SimulatorJson.TextChunk(id, created, request.Model, word)));
        }

        if (fault is SimulatorFault.Cut or SimulatorFault.Malformed or SimulatorFault.ErrorBody or SimulatorFault.Stall)
        {
            return Broken(pieces, fault);
        }

        pieces.Add(new(TimeSpan.Zero, SimulatorJson.LastChunk(id, created, request.Model, text.FinishReason)));
        if (request.IncludeUsage)
        {
            pieces.Add(new(TimeSpan.Zero, SimulatorJson.UsageChunk(id, created, request.Model, text)));
        }

        pieces.Add(new(TimeSpan.Zero, "data: [DONE]\n\n"u8.ToArray()));
        return new(pieces, null, SimulatedClose.Clean);
    }

    private static SimulatorBody Broken(List<SimulatedPiece> pieces, SimulatorFault fault)
    {
        pieces.RemoveRange((pieces.Count + 1) / 2, pieces.Count / 2);
        if (fault == SimulatorFault.Malformed)
        {
            var last = pieces[^1].Bytes.ToArray();
            pieces.Add(new(TimeSpan.Zero, (byte[])[.. last.AsSpan(0, last.Length / 2), .. "\n\n"u8]));
        }
        else if (fault == SimulatorFault.ErrorBody)
        {
            pieces.Add(new(TimeSpan.Zero, SimulatorJson.Event(Failure())));
        }

        return new(pieces, null, fault switch
        {
            SimulatorFault.Cut => SimulatedClose.Cut,
            SimulatorFault.Stall => SimulatedClose.Stall,
            _ => SimulatedClose.Clean,
        });
    }

    private static SimulatorBody Whole(byte[] json) => new([new(TimeSpan.Zero, json)], json.Length, SimulatedClose.Clean);

    private static byte[] Failure() => SimulatorJson.Error("The simulated model failed while it answered.", "server_error", "internal_error");
}
