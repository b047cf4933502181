using System.Buffers;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Chat;

/// <summary>Reads a request body whole into one array, up to a bound.</summary>
internal static class BoundedBody
{
    /// <summary>The body, or null when it is larger than <paramref name="maximum"/> bytes; then the rest is left unread.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int maximum, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maximum)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > maximum)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
