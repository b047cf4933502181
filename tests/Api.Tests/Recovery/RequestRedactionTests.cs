using Granary.Api.Recovery;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Tests.Recovery;

public sealed class RequestRedactionTests
{
    [Fact]
    public void Only_headers_on_the_list_are_kept()
    {
        var headers = new HeaderDictionary
        {
            ["Authorization"] = "secret", ["Proxy-Authorization"] = "secret", ["Cookie"] = "secret", ["X-Api-Key"] = "secret", ["api-key"] = "secret",
            ["X-Something-New"] = "secret", ["Idempotency-Key"] = "secret", ["Content-Type"] = "a", ["Accept"] = "b", ["traceparent"] = "c",
            ["OpenAI-Beta"] = "d", ["anthropic-version"] = "e", ["Granary-Band"] = "f", ["User-Agent"] = "g", ["Content-Encoding"] = "h",
        };
        var kept = RequestRedaction.Kept(headers);
        Assert.DoesNotContain(kept, static header => header.Value == "secret");
        Assert.Equal("abcdefgh", string.Concat(kept.Select(static header => header.Value).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("?rows=5&x=%20a", "?rows=5&x=%20a")]
    [InlineData("?key=s&rows=5", "?rows=5")]
    [InlineData("?API_KEY=s&token=s&access_token=s&sig=s", "")]
    [InlineData("?rows=5&k%65y=s&b", "?rows=5&b")]
    [InlineData("?keys=5&token_count=2", "?keys=5&token_count=2")]
    public void Query_values_that_are_known_to_be_secret_are_left_out_with_their_names(string query, string expected) =>
        Assert.Equal(expected, RequestRedaction.Kept(new QueryString(query.Length == 0 ? null : query)));
}
