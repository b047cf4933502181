using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Validation;

/// <summary>
/// <c>http</c>: a service looks at the value. It is sent <c>{"value": …}</c>; 2xx with an empty body or an answer of <see cref="CheckAnswer"/> counts, 422
/// is "not valid" with the body as message, anything else is a failure of the check.
/// </summary>
internal sealed class HttpValueCheck(HttpCheckClient http, Uri address) : IValueCheck
{
    private const int NotValid = 422;

    public string Name => "http";

    public async ValueTask<CheckFindings> CheckAsync(JsonElement value, StepContext context, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(DataJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("value");
            value.WriteTo(writer);
            writer.WriteEndObject();
        }));
        try
        {
            var (status, answer) = await http.PostAsync(address, body, cancellationToken);
            if ((int)status is not (>= 200 and < 300 or NotValid))
            {
                return Failed($"{address.Host} answered {(int)status}", retryable: (int)status is >= 500 or 408 or 429);
            }

            var said = answer.Length == 0 ? DataJson.Null : JsonElement.Parse(answer);
            return CheckAnswer.Read(said) is { } messages
                ? new CheckFindings((int)status == NotValid && messages.IsEmpty ? ["is not valid"] : messages, null)
                : Failed($"{address.Host} must answer true, false, null, text, or an object with `valid`", retryable: false);
        }
        catch (JsonException)
        {
            return Failed($"{address.Host} answered no JSON", retryable: false);
        }
        catch (HttpRequestException e)
        {
            return Failed(e.Message, retryable: e.HttpRequestError != HttpRequestError.Unknown);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"{address.Host} did not answer in time (setting {HttpCheckOptions.Section}:Timeout)", retryable: true);
        }
    }

    private static CheckFindings Failed(string message, bool retryable) =>
        new([], new StepFailure(StepFailureKinds.HttpCheck, retryable, Preserved: false, RetryAfter: null, message));
}
