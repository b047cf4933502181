using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Granary.Executors;

/// <summary>A pool's options as configuration writes them: the single values by name. Tables and lists have no text.</summary>
public static class ExecutorPoolText
{
    private static readonly SortedDictionary<string, PropertyInfo> Properties = new(
        typeof(ExecutorPoolOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => IsSingle(property.PropertyType))
            .ToDictionary(static property => property.Name, StringComparer.OrdinalIgnoreCase),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Every single value by name; null where nothing is set.</summary>
    public static IReadOnlyDictionary<string, string?> Of(ExecutorPoolOptions options) => Properties.ToDictionary(
        static property => property.Key, property => Convert.ToString(property.Value.GetValue(options), CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>The options with these values instead, and what is wrong with the names and values. Ranges are not looked at.</summary>
    public static (ExecutorPoolOptions Options, IReadOnlyList<string> Errors) With(ExecutorPoolOptions options, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(values);
        List<string> errors = [];
        var changed = options with { };
        foreach (var (name, text) in values)
        {
            if (!Properties.TryGetValue(name, out var property))
            {
                errors.Add($"There is no option '{name}' that has one value; there are {string.Join(", ", Properties.Keys)}.");
                continue;
            }

            try
            {
                property.SetValue(changed, Read(property.PropertyType, text));
            }
            catch (InvalidOperationException)
            {
                errors.Add($"{property.Name} is '{text}'; it must be a {TypeWord(property.PropertyType)}.");
            }
        }

        return (changed, errors);
    }

    // As the configuration binder reads a value, so that both places take the same.
    private static object? Read(Type type, string text)
    {
        const string Key = "value";
        return new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(Key, (string?)text)]).Build().GetValue(type, Key);
    }

    private static bool IsSingle(Type type) => type == typeof(string) || (Nullable.GetUnderlyingType(type) ?? type).IsValueType;

    private static string TypeWord(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var single when single == typeof(TimeSpan) => "time such as 00:00:30",
        var single when single == typeof(bool) => "true or false",
        var single when single == typeof(string) => "text",
        _ => "whole number",
    };
}
