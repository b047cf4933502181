using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Validation;

/// <summary>
/// <c>http</c>: a service looks at the value. It is sent <c>{"value": …}</c>; 2xx with an empty body or an answer of <see cref="CheckAnswer"/> counts, 422
/// is "not valid" with the body as message, anything else is a failure of the check. Of several values it is sent <c>{"values": […]}</c>.
/// </summary>
internal sealed class HttpValueCheck(HttpCheckClient http, Uri address) : IValueCheck
{
    private const int NotValid = 422;

    public string Name => "http";

    public async ValueTask<CheckFindings> CheckAsync(JsonElement value, StepContext context, CancellationToken cancellationToken)
    {
        var (said, status, failure) = await PostAsync(AskedValues.Argument(value, []), cancellationToken);
        if (failure is not null)
        {
            return new CheckFindings([], failure);
        }

        return CheckAnswer.Read(said) is { } messages
            ? new CheckFindings(status == NotValid && messages.IsEmpty ? ["is not valid"] : messages, null)
            : new CheckFindings([], Failed($"{address.Host} must answer true, false, null, text, or an object with `valid`", retryable: false));
    }

    public ValueTask<ManyFindings> CheckAllAsync(IReadOnlyList<JsonElement> values, int batchSize, StepContext context, CancellationToken cancellationToken) =>
        AskedValues.AskAsync(values, batchSize, async part =>
        {
            var (said, _, failure) = await PostAsync(AskedValues.Argument(part, []), cancellationToken);
            return failure is null ? AskedValues.Read(said, part.Count, address.Host) : new ManyFindings([], failure);
        });

    private async Task<(JsonElement Said, int Status, StepFailure? Failure)> PostAsync(JsonElement argument, CancellationToken cancellationToken)
    {
        try
        {
            var (status, answer) = await http.PostAsync(address, JsonSerializer.SerializeToUtf8Bytes(argument), cancellationToken);
            return (int)status is >= 200 and < 300 or NotValid
                ? (answer.Length == 0 ? DataJson.Null : JsonElement.Parse(answer), (int)status, null)
                : Lost($"{address.Host} answered {(int)status}", retryable: (int)status is >= 500 or 408 or 429);
        }
        catch (JsonException)
        {
            return Lost($"{address.Host} answered no JSON", retryable: false);
        }
        catch (HttpRequestException e)
        {
            return Lost(e.Message, retryable: e.HttpRequestError != HttpRequestError.Unknown);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Lost($"{address.Host} did not answer in time (setting {HttpCheckOptions.Section}:Timeout)", retryable: true);
        }
    }

    private static (JsonElement Said, int Status, StepFailure? Failure) Lost(string message, bool retryable) => (default, 0, Failed(message, retryable));

    private static StepFailure Failed(string message, bool retryable) => new(StepFailureKinds.HttpCheck, retryable, Preserved: false, RetryAfter: null, message);
}
