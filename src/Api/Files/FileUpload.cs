using System.Buffers;
using System.Security.Cryptography;
using System.Text;

using Granary.Api.Chat;

using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Granary.Api.Files;

/// <summary>One multipart upload on its way in: parts in any order, spooled to a temporary file that vanishes with this object.</summary>
internal sealed class FileUpload(long maximum) : IAsyncDisposable
{
    private const int BufferBytes = 81_920;
    private const int MaxFieldBytes = 1024;
    private FileStream? _spool;
    private byte[]? _hash;

    /// <summary>Base name the caller gave the file.</summary>
    public string? FileName { get; private set; }

    public string? Purpose { get; private set; }

    public long Length => _spool?.Length ?? 0;

    /// <summary><c>file-</c> and 24 hex digits of the content's SHA-256.</summary>
    public string Id => "file-" + Convert.ToHexStringLower(_hash!)[..24];

    /// <summary>The multipart boundary, or null if the content type is something else.</summary>
    public static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;

    /// <summary>Reads every part; answers the caller's mistake, or null.</summary>
    public async Task<OpenAiError?> ReadAsync(string boundary, Stream body, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(boundary, body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                var disposition = section.GetContentDispositionHeader();
                var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
                if (name == "purpose")
                {
                    Purpose = await FieldAsync(section.Body, cancellationToken);
                }
                else if (name == "file")
                {
                    FileName = Path.GetFileName(HeaderUtilities.RemoveQuotes(disposition!.FileName).Value) is { Length: > 0 } given ? given : "upload";
                    if (_spool is not null || !await SpoolAsync(section.Body, cancellationToken))
                    {
                        return OpenAiError.InvalidRequest(
                            $"'file' must be given once and have at most {maximum} bytes (setting Api:MaxFileBytes).", "file", "file_too_large", 413);
                    }
                }
                else
                {
                    return OpenAiError.InvalidRequest($"Part '{name}' is not known; the parts are 'file' and 'purpose'.", name, "unknown_part");
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not FileNotFoundException)
        {
            return OpenAiError.InvalidRequest("The multipart body broke off or is not well formed.", code: "invalid_multipart");
        }

        return _spool is null ? OpenAiError.InvalidRequest("Part 'file' is missing.", "file", "missing_file") : null;
    }

    /// <summary>Copies the whole file.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        _spool!.Position = 0;
        await _spool.CopyToAsync(target, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_spool is not null)
        {
            await _spool.DisposeAsync();
        }
    }

    private async Task<bool> SpoolAsync(Stream part, CancellationToken cancellationToken)
    {
        _spool = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await part.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (_spool.Length + read > maximum)
                {
                    return false;
                }

                hash.AppendData(buffer, 0, read);
                await _spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _hash = hash.GetHashAndReset();
        return true;
    }

    private static async Task<string> FieldAsync(Stream part, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxFieldBytes];
        var read = await part.ReadAtLeastAsync(bytes, MaxFieldBytes, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(bytes, 0, read).Trim();
    }
}
