using System.Net.Http.Headers;
using Granary.Abstractions.Models;
using Granary.Grains.Providers;

namespace Granary.Grains.Models;

/// <summary>A cell's call: one JSON body out, one whole answer back. What the answer holds is read by the kind of call.</summary>
internal abstract class WholeAnswerWork(string route, ReadOnlyMemory<byte> body, long tokens) : AttemptWork
{
    private const int LargestAnswer = 16 << 20;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The answer, after an attempt without fault.</summary>
    public ModelAnswer? Answer { get; protected set; }

    public override bool Streamed => false;

    /// <summary>Bytes of the body that is sent.</summary>
    protected int BodyLength => body.Length;

    public override HttpRequestMessage Request(AliasTarget target)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(route, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation("accept", "application/json");
        request.Headers.TryAddWithoutValidation("user-agent", "granary");
        return request;
    }

    public override async Task<AttemptEnd> ReadAsync(HttpResponseMessage response, Attempt attempt)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(attempt.Clock.Token);
        var (bytes, whole) = await AnswerBody.ReadAsync(stream, LargestAnswer, attempt);
        return whole
            ? Read((int)response.StatusCode, bytes)
            : new AttemptEnd(ProviderFault.Connection("The provider's answer is longer than 16 MiB.", (int)response.StatusCode));
    }

    public override async Task<ProviderFault> RefusedAsync(HttpResponseMessage response, Attempt attempt) =>
        Refusals.Classify(response, await AnswerBody.ReadRefusalAsync(response, attempt), tokens, attempt.Time.GetUtcNow());

    /// <summary>Judges a whole 2xx answer, and keeps what it says in <see cref="Answer"/>.</summary>
    protected abstract AttemptEnd Read(int status, ReadOnlyMemory<byte> bytes);
}
