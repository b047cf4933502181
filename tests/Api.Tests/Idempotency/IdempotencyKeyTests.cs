using Granary.Api.Idempotency;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Tests.Idempotency;

public sealed class IdempotencyKeyTests
{
    [Theory]
    [InlineData("k", null, "k")]
    [InlineData(null, "k", "k")]
    [InlineData("k", "k", "k")]
    [InlineData("with space~", null, "with space~")]
    [InlineData("a", "b", null)]
    [InlineData("", null, null)]
    [InlineData("é", null, null)]
    [InlineData("tab\t", null, null)]
    public void Keys_are_printable_and_one(string? first, string? second, string? expected)
    {
        var headers = new HeaderDictionary();
        if (first is not null)
        {
            headers["Idempotency-Key"] = first;
        }

        if (second is not null)
        {
            headers["X-Idempotency-Key"] = second;
        }

        Assert.Equal(expected, IdempotencyKey.Read(headers, out var error));
        Assert.Equal(expected is null, error is not null);
    }

    [Fact]
    public void Length_is_bounded()
    {
        Assert.NotNull(IdempotencyKey.Read(new HeaderDictionary { ["Idempotency-Key"] = new string('k', 255) }, out _));
        Assert.Null(IdempotencyKey.Read(new HeaderDictionary { ["Idempotency-Key"] = new string('k', 256) }, out var error));
        Assert.Contains("256", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tenant_route_and_key_make_different_grains()
    {
        var hashes = new[]
        {
            IdempotencyKey.Hash("t", "POST /a", "k"), IdempotencyKey.Hash("u", "POST /a", "k"), IdempotencyKey.Hash("t", "PUT /a", "k"),
            IdempotencyKey.Hash("t", "POST /b", "k"), IdempotencyKey.Hash("t", "POST /a", "l"),
        };
        Assert.Equal(5, hashes.Distinct(StringComparer.Ordinal).Count());
    }
}
