using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Idempotency;

/// <summary>The key a caller puts on a request so that sending it twice runs it once: 1 to 255 printable ASCII characters.</summary>
internal static class IdempotencyKey
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Its other name.</summary>
    public const string Alias = "X-Idempotency-Key";

    private const int Longest = 255;

    public static bool IsPresent(IHeaderDictionary headers) => headers.ContainsKey(Header) || headers.ContainsKey(Alias);

    /// <summary>Reads it; null with a sentence if it cannot be used. The sentence never repeats the key.</summary>
    public static string? Read(IHeaderDictionary headers, out string? error)
    {
        var first = headers[Header];
        var second = headers[Alias];
        error = null;
        if (first.Count > 1 || second.Count > 1 || (first.Count == 1 && second.Count == 1 && first != second))
        {
            error = $"{Header} is given more than once with different values; give one.";
            return null;
        }

        var key = first.Count == 1 ? first.ToString() : second.ToString();
        if (key.Length is 0 or > Longest)
        {
            error = $"{Header} has {key.Length} characters; 1 to {Longest} are allowed.";
            return null;
        }

        foreach (var character in key)
        {
            if (character is < ' ' or > '~')
            {
                error = $"{Header} holds a character that is not printable ASCII.";
                return null;
            }
        }

        return key;
    }

    /// <summary>Key of the grain: the caller's key is scoped by tenant, method and route, and kept nowhere.</summary>
    public static string Hash(string tenant, string route, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{route}\n{key}")));

    /// <summary>What two requests under one key must have in common: method, path, query and body.</summary>
    public static string Fingerprint(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path.Value}\n{request.QueryString.Value}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
