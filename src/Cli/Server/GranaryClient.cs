using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Granary.Cli.Server;

/// <summary>The routes of a Granary server that the command line uses. Errors become <see cref="ServerRefusal"/> or <see cref="ServerUnreachable"/>.</summary>
internal sealed class GranaryClient(HttpClient http) : IDisposable
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>Submits or only checks a run document; answers with the server's document.</summary>
    public async Task<JsonElement> PostDocumentAsync(string path, byte[] document, string contentType, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(document);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return await SendAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    /// <summary>Stores a local file for runs to read and answers its id. The same content has the same id.</summary>
    public async Task<string> UploadAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        using var file = new StreamContent(stream);
        using var purpose = new StringContent("user_data");
        using var form = new MultipartFormDataContent { { purpose, "purpose" }, { file, "file", Path.GetFileName(path) } };
        var stored = await SendAsync(HttpMethod.Post, "v1/files", form, cancellationToken);
        return stored.GetProperty("id").GetString()!;
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public async Task<JsonElement> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : JsonContent(body);
        return await SendAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    public async Task<JsonElement> PostJsonAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        using var content = JsonContent(value);
        return await SendAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    public async Task<RunStatus> RunAsync(string id, CancellationToken cancellationToken) =>
        (await GetAsync($"v1/runs/{Uri.EscapeDataString(id)}", cancellationToken)).Deserialize<RunStatus>(Json)!;

    public async Task<AliasStatus> AliasAsync(string name, CancellationToken cancellationToken) =>
        (await GetAsync($"v1/aliases/{Uri.EscapeDataString(name)}", cancellationToken)).Deserialize<AliasStatus>(Json)!;

    /// <summary>Live events of a run, until its last one. Ends early, without an error, when the connection breaks.</summary>
    public async IAsyncEnumerable<string> EventsAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in StreamAsync($"v1/runs/{Uri.EscapeDataString(id)}/events", cancellationToken))
        {
            yield return item.EventType;
        }
    }

    /// <summary>Server-sent events, until the last one. Ends early, without an error, when the connection breaks.</summary>
    public async IAsyncEnumerable<SseItem<string>> StreamAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                yield break;
            }

            yield return events.Current;
        }
    }

    /// <summary>Copies an answer's body to a stream; true when there is more to come later.</summary>
    public async Task<bool> DownloadAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            await response.Content.CopyToAsync(target, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw new ServerUnreachable(http.BaseAddress!, broken);
        }

        return response.Headers.Contains("Granary-Partial");
    }

    /// <summary>The same into a file, which is replaced when the download is complete and stays as it was when it fails.</summary>
    public async Task<bool> DownloadAsync(string path, string file, CancellationToken cancellationToken)
    {
        var temporary = file + ".part";
        await using var target = Create(temporary);
        try
        {
            var partial = await DownloadAsync(path, target, cancellationToken);
            await target.DisposeAsync();
            File.Move(temporary, file, overwrite: true);
            return partial;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The same as a text.</summary>
    public async Task<(string Text, bool Partial)> DownloadTextAsync(string path, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var partial = await DownloadAsync(path, buffer, cancellationToken);
        buffer.Position = 0;
        using var reader = new StreamReader(buffer);
        return (await reader.ReadToEndAsync(cancellationToken), partial);
    }

    public void Dispose() => http.Dispose();

    private static FileStream Create(string file)
    {
        try
        {
            return File.Create(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"'{file}' cannot be written: {exception.Message}");
        }
    }

    private static ByteArrayContent JsonContent<T>(T value)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, Json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(method, path, content, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, HttpContent? content, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            response = await http.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new ServerUnreachable(http.BaseAddress!, exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new ServerRefusal(response.StatusCode, await ReadAsync(response, cancellationToken));
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return bytes.Length == 0 ? JsonSerializer.SerializeToElement(new { }) : JsonSerializer.Deserialize<JsonElement>(bytes);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(new { detail = $"the server answered {(int)response.StatusCode} with something that is no JSON" });
        }
    }
}
