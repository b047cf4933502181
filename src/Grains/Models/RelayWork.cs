using System.Net.Http.Headers;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Providers;

namespace Granary.Grains.Models;

/// <summary>A caller's own request: its bytes out, the provider's bytes back.</summary>
internal sealed class RelayWork : AttemptWork
{
    private readonly RelayCall _call;
    private readonly CallerSink _sink;
    private readonly List<BodyEdit> _edits = [];
    private readonly bool _asksUsage;
    private RelayRefusal? _refusal;

    public RelayWork(RelayCall call, IRelaySink sink, AliasTarget target)
    {
        _call = call;
        _sink = new CallerSink(sink);
        var (start, length) = call.ModelValue.GetOffsetAndLength(call.Body.Length);
        _edits.Add(new BodyEdit(start, length, JsonSerializer.SerializeToUtf8Bytes(target.Key.Model)));
        if (call.Streamed && target.Definition.AskUsage && UsageAsk.For(call.Body.Span) is { } ask)
        {
            _asksUsage = true;
            _edits.Insert(ask.Start <= start ? 0 : 1, ask);
        }
    }

    public override bool Streamed => _call.Streamed;

    public override bool Delivered => _sink.Started;

    /// <summary>The end marker of a finished stream was added.</summary>
    public bool Repaired { get; private set; }

    /// <summary>The last thing relayed was the provider's own error event.</summary>
    public bool ErrorEventRelayed { get; private set; }

    /// <summary>The provider's id of the last attempt.</summary>
    public string? UpstreamRequestId { get; private set; }

    public override HttpRequestMessage Request(AliasTarget target)
    {
        _refusal = null;
        UpstreamRequestId = null;
        var content = new SplicedContent(_call.Body, _edits);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_call.Route, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in _call.Headers)
        {
            if (!ProviderNames.IsHeaderValue(value))
            {
                // The client code refuses to send it, which would look like a failure of the provider.
                continue;
            }

            if (!name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        return request;
    }

    public override async Task<AttemptEnd> ReadAsync(HttpResponseMessage response, Attempt attempt)
    {
        UpstreamRequestId = CallerSink.UpstreamRequestId(response);
        if (!"text/event-stream".Equals(response.Content.Headers.ContentType?.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return await PlainRelay.RunAsync(_sink, response, attempt);
        }

        using var relay = new StreamRelay(_sink, response, attempt, _asksUsage);
        var end = await relay.RunAsync();
        Repaired = relay.Repaired;
        ErrorEventRelayed = relay.ErrorEventRelayed;
        return end;
    }

    public override async Task<ProviderFault> RefusedAsync(HttpResponseMessage response, Attempt attempt)
    {
        UpstreamRequestId = CallerSink.UpstreamRequestId(response);
        var body = await AnswerBody.ReadRefusalAsync(response, attempt);
        var fault = Refusals.Classify(response, body, _call.EstimatedTokens, attempt.Time.GetUtcNow());
        if (MayBeRelayed(fault, body))
        {
            var headers = AnswerHeaders.ForCaller(response);
            Refusals.AddHints(headers, fault);
            _refusal = new RelayRefusal((int)response.StatusCode, headers, body);
        }

        return fault;
    }

    /// <summary>Relays the provider's own error answer, if the last attempt ended in one that the caller may see. Says whether it did.</summary>
    public async Task<bool> RelayRefusalAsync(ProviderFault fault, RelayProgress progress, CancellationToken cancellationToken)
    {
        if (_refusal is not { } refusal || refusal.Status != fault.Status)
        {
            return false;
        }

        try
        {
            await _sink.WriteAsync(refusal.Status, refusal.Headers, refusal.Body, progress, cancellationToken);
        }
        catch (CallerGoneException)
        {
            // Nobody is left to be told; the lease went back long ago.
            cancellationToken.ThrowIfCancellationRequested();
        }

        return true;
    }

    /// <summary>
    /// The caller's own mistakes are its to see. What concerns our credential or account is not, and what is no error object says nothing useful.
    /// </summary>
    private static bool MayBeRelayed(ProviderFault fault, ReadOnlyMemory<byte> body) => fault switch
    {
        _ when body.IsEmpty => false,
        { Kind: ModelFailureKind.QuotaExceeded or ModelFailureKind.Authentication or ModelFailureKind.Permission or ModelFailureKind.Timeout or ModelFailureKind.DeadlineExceeded } => false,
        { Status: 429 or >= 500 } => ErrorBody.Read(body) is not null,
        { Status: >= 400 } => true,
        _ => false,
    };
}
