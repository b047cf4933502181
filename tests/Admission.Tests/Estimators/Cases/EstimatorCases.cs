using System.Globalization;
using System.Text.Json;

namespace Granary.Admission.Tests.Estimators.Cases;

/// <summary>
/// The numeric cases: {id, suite, params, steps[]}, each step with inputs and what must hold after it. Numbers agree within the file's
/// tolerance × max(1, |expected|), texts and truth values exactly; what a step does not expect is not looked at.
/// </summary>
internal static class EstimatorCases
{
    private static readonly JsonElement Root = Load();
    private static readonly double Tolerance = Root.GetProperty("tolerance").GetDouble();

    public static TheoryData<string> Ids(string suite) =>
        [.. All.Where(c => c.GetProperty("suite").GetString() == suite).Select(static c => c.GetProperty("id").GetString()!)];

    public static JsonElement Find(string id) => All.Single(c => c.GetProperty("id").GetString() == id);

    public static IReadOnlyList<JsonElement> All { get; } = [.. Root.GetProperty("cases").EnumerateArray()];

    /// <summary>Compares every expected field of a step with what the function says of it; null: the field is unknown here.</summary>
    public static void Check(string id, int index, JsonElement step, Func<string, object?> actual)
    {
        if (!step.TryGetProperty("expect", out var expect))
        {
            return;
        }

        foreach (var field in expect.EnumerateObject())
        {
            var value = actual(field.Name);
            Assert.True(
                Agrees(field.Value, value),
                $"{id} step {index}: {field.Name} is {Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null"}, expected {field.Value}");
        }
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Whole(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static double? NumberOrNull(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static bool Agrees(JsonElement expected, object? actual) => expected.ValueKind switch
    {
        JsonValueKind.Null => actual is null,
        JsonValueKind.True or JsonValueKind.False => actual is bool truth && truth == expected.GetBoolean(),
        JsonValueKind.String => actual is string text && text == expected.GetString(),
        JsonValueKind.Array => actual is double[] numbers && numbers.Length == expected.GetArrayLength()
            && expected.EnumerateArray().Zip(numbers).All(static p => Agrees(p.First, p.Second)),
        JsonValueKind.Number => actual switch
        {
            int or long => Convert.ToInt64(actual, CultureInfo.InvariantCulture) == expected.GetDouble(),
            double number => Math.Abs(number - expected.GetDouble()) <= Tolerance * Math.Max(1, Math.Abs(expected.GetDouble())),
            _ => false,
        },
        _ => false,
    };

    private static JsonElement Load()
    {
        using var stream = typeof(EstimatorCases).Assembly.GetManifestResourceStream("estimator-cases.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
