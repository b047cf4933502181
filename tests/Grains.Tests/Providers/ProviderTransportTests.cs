using Granary.Grains.Providers;
using Granary.Grains.Tests.Models;
using Granary.TestKit;

namespace Granary.Grains.Tests.Providers;

public sealed class ProviderTransportTests
{
    [Theory]
    [InlineData(null, "Authorization: Bearer sk-1")]
    [InlineData("api-key", "api-key: sk-1")]
    public async Task Credential_goes_where_the_document_says_and_callers_headers_cannot_replace_it(string? header, string expected)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("key"), "sk-1", TestContext.Current.CancellationToken);
        var reference = new SecretReference(IsFile: true, folder.File("key"));
        var handler = new ScriptedHandler().Answer(200, "{}");
        using var transport = new HttpProviderTransport(
            new ProviderDefinition("p", ProviderKind.OpenAICompatible, new Uri("http://x.test/base/v1"), reference, header, [new("x-team", "a")], CallTimeouts.Unset, null),
            new ProviderSecret(reference),
            handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/chat/completions", UriKind.Relative)) { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation(expected.Split(": ")[0], "from the caller");
        request.Headers.TryAddWithoutValidation("x-team", "b");
        request.Headers.TryAddWithoutValidation("accept-encoding", "gzip");
        (await transport.SendAsync(request, TestContext.Current.CancellationToken)).Dispose();

        var sent = handler.Requests.Single();
        Assert.Equal("http://x.test/base/v1/chat/completions", sent.RequestUri!.AbsoluteUri);
        var headers = sent.Headers.NonValidated.Select(h => $"{h.Key}: {h.Value}").ToArray();
        Assert.Equal(3, headers.Length);
        Assert.Contains(expected, headers, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("x-team: a", headers, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("accept-encoding: identity", headers, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Retired_connection_is_disposed_by_its_last_user()
    {
        var transport = new CountedTransport();
        var connection = new ProviderConnection(null!, null, transport);
        Assert.True(connection.TryEnter());
        Assert.True(connection.TryEnter());
        connection.Retire();
        connection.Leave();
        Assert.True(connection.TryEnter());
        connection.Leave();
        Assert.Equal(0, transport.Disposed);
        connection.Leave();
        Assert.Equal(1, transport.Disposed);
        Assert.False(connection.TryEnter());
    }

    private sealed class CountedTransport : IProviderTransport
    {
        public int Disposed { get; private set; }

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose() => Disposed++;
    }
}
