using System.Globalization;
using System.Text.Json;

namespace Granary.Grains.Simulator;

/// <summary>
/// A model provider that exists only here: the OpenAI chat API with hidden limits, latency that grows with load, and faults on demand. One
/// core behind the in-process handler and the loopback server. Life of a call:
/// 1. the request is read; a bad one is answered 400;
/// 2. under one lock it is counted and judged by the hidden limits; refused ones are answered 429;
/// 3. it takes its time, or fails;
/// 4. the answer leaves piece by piece; with the last piece the place is free again.
/// The text follows from seed and conversation; faults and latency from these and how often the conversation was asked for before. Time comes
/// from the given provider of time, so it runs in virtual time as well. Thread-safe.
/// </summary>
internal sealed class SimulatedProvider(SimulatorSettings settings, TimeProvider time)
{
    private const ulong FaultPurpose = 3;
    private const ulong FormPurpose = 4;
    private static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly SimulatorGate _gate = new();
    private readonly SimulatorCounters _counters = new();
    private readonly long _start = time.GetTimestamp();
    private SimulatorSettings _settings = settings;
    private long _ids;

    public TimeProvider Time => time;

    public SimulatorSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    /// <summary>Rises whenever a counter changes.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _counters.Version;
            }
        }
    }

    public SimulatorStats Stats()
    {
        lock (_lock)
        {
            return _counters.Read(_gate.Admitted);
        }
    }

    public IReadOnlyList<KeyValuePair<PromptHash, PromptCount>> Prompts()
    {
        lock (_lock)
        {
            return _counters.Prompts();
        }
    }

    /// <summary>Answers a request to any route it has; another one is answered 404.</summary>
    /// <exception cref="OperationCanceledException">The caller left before the headers.</exception>
    public async Task<SimulatedAnswer> AnswerAsync(string method, string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => (method, path) switch
    {
        ("POST", "/v1/chat/completions") => await ChatAsync(body, cancellationToken),
        ("POST", "/v1/embeddings") => await EmbedAsync(body, cancellationToken),
        ("GET", "/v1/models") => SimulatedAnswer.Json(200, SimulatorJson.Models(time.GetUtcNow().ToUnixTimeSeconds())),
        ("GET", "/_sim/stats") => SimulatedAnswer.Json(200, SimulatorReport.Stats(Stats(), Settings)),
        ("GET", "/_sim/prompts") => SimulatedAnswer.Json(200, SimulatorReport.Prompts(Prompts())),
        ("POST", "/_sim/settings") => Change(body),
        _ => SimulatedAnswer.Json(404, SimulatorJson.Error($"There is no {method} {path} here.", "invalid_request_error", "unknown_url")),
    };

    private async Task<SimulatedAnswer> ChatAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (SimulatorRequestReader.Read(body, out var problem) is not { } request)
        {
            return BadRequest(problem!);
        }

        return await AnswerAsync(request, null, cancellationToken);
    }

    private async Task<SimulatedAnswer> EmbedAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (SimulatorEmbedding.Read(body) is not { } asked)
        {
            return BadRequest("`model`, one text as `input` and `dimensions` from 1 to 65536 are expected");
        }

        // No word of output: what takes its time is the latency alone.
        var request = new SimulatorRequest(asked.Model, asked.Input, false, false, 1, null);
        return await AnswerAsync(request, asked.Dimensions, cancellationToken);
    }

    private async Task<SimulatedAnswer> AnswerAsync(SimulatorRequest request, int? dimensions, CancellationToken cancellationToken)
    {
        var now = Settings;
        var prompt = PromptHash.Of(request.Messages);
        var text = SimulatorText.Make(now, request, prompt);
        var headers = new List<KeyValuePair<string, string>>(10);
        int attempt;
        int others;
        long id;
        SimulatorFault fault;
        SimulatorRefusal? refusal;
        lock (_lock)
        {
            id = ++_ids;
            _counters.Arrived();
            attempt = _counters.Asked(prompt);
            fault = now.Errors.Choose(SimulatorChance.For(now.Seed, prompt, FaultPurpose, attempt).NextDouble());
            others = _gate.Admitted;
            refusal = fault == SimulatorFault.RateLimit
                ? new SimulatorRefusal("bad luck", SimulatorRefusal.General, null)
                : _gate.TryEnter(now, text.InputTokens + text.OutputTokens, time.GetElapsedTime(_start));
            _gate.AddHeaders(now, time.GetElapsedTime(_start), headers);
            if (refusal is null)
            {
                _counters.Admitted(_gate.Admitted);
            }
        }

        headers.Add(new("x-request-id", string.Create(CultureInfo.InvariantCulture, $"simreq-{id}")));
        if (refusal is not null)
        {
            return Refuse(now, prompt, attempt, refusal, headers);
        }

        var slot = new SimulatorSlot(ending => Leave(ending, prompt));
        try
        {
            var timing = SimulatorTiming.Of(now, prompt, attempt, others, fault == SimulatorFault.Slow);
            await Work(request, text, timing, fault, cancellationToken);
            return Answer(now, request, dimensions, prompt, attempt, text, timing, fault, headers, slot);
        }
        catch
        {
            slot.End(SimulatorEnding.Abandoned);
            throw;
        }
    }

    private async Task Work(SimulatorRequest request, SimulatorText text, SimulatorTiming timing, SimulatorFault fault, CancellationToken cancellationToken)
    {
        var wait = request.Streamed ? timing.FirstByte : timing.Whole(text.OutputTokens);
        if (fault == SimulatorFault.Stall && !request.Streamed)
        {
            wait = LongestStall;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private SimulatedAnswer Answer(
        SimulatorSettings now,
        SimulatorRequest request,
        int? dimensions,
        PromptHash prompt,
        int attempt,
        SimulatorText text,
        SimulatorTiming timing,
        SimulatorFault fault,
        List<KeyValuePair<string, string>> headers,
        SimulatorSlot slot)
    {
        if (fault == SimulatorFault.Server)
        {
            var status = SimulatorChance.For(now.Seed, prompt, FormPurpose, attempt).Pick<int>([500, 502, 503]);
            Count(status);
            var error = SimulatorJson.Error("The simulated provider failed.", "server_error", "internal_error");
            return new(status, headers, "application/json", error.Length, [new(TimeSpan.Zero, error)], SimulatedClose.Clean, slot, SimulatorEnding.Refused);
        }

        Count(200);
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        var name = string.Create(CultureInfo.InvariantCulture, $"chatcmpl-{prompt.A:x16}-{attempt}");
        headers.Add(new("openai-model", request.Model));
        headers.Add(new("openai-processing-ms", ((long)timing.FirstByte.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
        var made = request.Streamed
            ? SimulatorBody.Streamed(name, created, request, text, timing.PerToken, fault)
            : SimulatorBody.Plain(
                dimensions is { } size
                    ? SimulatorEmbedding.Answer(now.Seed, request.Model, prompt, size, text.InputTokens)
                    : SimulatorJson.Completion(name, created, request.Model, text),
                fault == SimulatorFault.Stall ? SimulatorFault.Cut : fault);
        return new(
            200,
            headers,
            request.Streamed ? "text/event-stream" : "application/json",
            made.Length,
            made.Pieces,
            made.Close,
            slot,
            fault is SimulatorFault.None or SimulatorFault.Slow ? SimulatorEnding.Answered : SimulatorEnding.Broken);
    }

    private SimulatedAnswer Refuse(SimulatorSettings now, PromptHash prompt, int attempt, SimulatorRefusal refusal, List<KeyValuePair<string, string>> headers)
    {
        Count(429);
        lock (_lock)
        {
            _counters.Ended(SimulatorEnding.Refused, prompt);
        }

        if (now.RetryAfter is { } fixedTime)
        {
            var form = SimulatorChance.For(now.Seed, prompt, FormPurpose, attempt);
            RetryAfterHeaders.Add(headers, refusal.Until ?? fixedTime, now.RetryAfterForm, form, time.GetUtcNow());
        }

        var error = SimulatorJson.Error($"Rate limit reached: {refusal.What}.", refusal.Type, "rate_limit_exceeded");
        return new(429, headers, "application/json", error.Length, [new(TimeSpan.Zero, error)], SimulatedClose.Clean, null, SimulatorEnding.Refused);
    }

    private SimulatedAnswer BadRequest(string problem)
    {
        lock (_lock)
        {
            _counters.Arrived();
            _counters.Status(400);
            _counters.Ended(SimulatorEnding.Refused, null);
        }

        return SimulatedAnswer.Json(400, SimulatorJson.Error(problem, "invalid_request_error", null));
    }

    private SimulatedAnswer Change(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            lock (_lock)
            {
                var changed = _settings;
                if (SimulatorReport.Apply(ref changed, document.RootElement) is { } problem)
                {
                    return SimulatedAnswer.Json(400, SimulatorJson.Error(problem, "invalid_request_error", null));
                }

                Settings = changed;
            }

            return SimulatedAnswer.Json(200, SimulatorReport.Stats(Stats(), Settings));
        }
        catch (JsonException)
        {
            return SimulatedAnswer.Json(400, SimulatorJson.Error("the body is not valid JSON", "invalid_request_error", null));
        }
    }

    private void Count(int status)
    {
        lock (_lock)
        {
            _counters.Status(status);
        }
    }

    private void Leave(SimulatorEnding ending, PromptHash prompt)
    {
        lock (_lock)
        {
            _gate.Leave();
            _counters.Ended(ending, prompt);
        }
    }
}
