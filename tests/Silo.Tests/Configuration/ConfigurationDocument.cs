using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Granary.Silo.Tests.Configuration;

/// <summary>
/// Renders docs/configuration.md: sections, settings and meanings from the sources; types and defaults from the classes themselves where this build
/// has them, else (what only the other grain runtime is built with) from the sources too.
/// </summary>
internal static class ConfigurationDocument
{
    public static string Render(string sourceFolder, string binaryFolder)
    {
        var text = new StringBuilder(
            """
            # Configuration

            Rendered from the options classes by a test; do not edit it by hand (see CONTRIBUTING.md).

            A setting is named `Section:Key`. Where it may stand, later wins:

            1. the file `granary.json` in the working folder: `{ "Section": { "Key": value } }`
            2. the environment: `GRANARY_Section__Key=value`; a variable without `GRANARY_` is not read
            3. the command line of `granary-silo serve`: `--Section:Key=value`; `--listen`, `--data` and `--providers` are short for the usual three

            Durations are written `hh:mm:ss` or `d.hh:mm:ss`, with fractions of a second after a point. Every wrong value is reported at start, all at once,
            and the server does not start; one of the wrong kind, such as `abc` for a number, is reported alone. A name that no table here has sets nothing, except in
            `Executors` and `Loops`, where it stops the start too. Providers and aliases are not configuration: they stand in the provider document (docs/providers.md).

            """);
        foreach (var source in OptionsSource.FindAll(sourceFolder))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {source.Section}\n\n{source.Summary}\n\n| setting | type | default | meaning |\n|---|---|---|---|\n");
            var options = Create(source.TypeName, binaryFolder);
            foreach (var property in source.Properties.Where(static property => !property.IsNested))
            {
                var found = options?.GetType().GetProperty(property.Name);
                var type = found is null ? TypeText(property.Type) : TypeText(found.PropertyType);
                var value = found is null ? SourceText(property) : ValueText(found.GetValue(options));
                text.Append(CultureInfo.InvariantCulture, $"| `{source.Section}:{property.Name}` | {type} | {value} | {property.Summary} |\n");
            }
        }

        return text.ToString();
    }

    private static object? Create(string typeName, string binaryFolder) =>
        Directory.EnumerateFiles(binaryFolder, "*.dll")
            .Where(static file => Path.GetFileName(file).StartsWith("granary", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(Assembly.LoadFrom)
            .Select(assembly => assembly.GetType(typeName))
            .FirstOrDefault(static type => type is not null) is { } found ? Activator.CreateInstance(found) : null;

    private static string TypeText(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
        {
            return string.Join(", ", Enum.GetNames(plain));
        }

        return plain == typeof(TimeSpan) ? "duration"
            : plain == typeof(string) ? "text"
            : plain == typeof(bool) ? "true, false"
            : plain == typeof(int) || plain == typeof(long) || plain == typeof(ulong) ? "whole number"
            : plain == typeof(double) ? "number"
            : plain == typeof(Uri) ? "address"
            : typeof(IDictionary).IsAssignableFrom(plain) ? "table"
            : typeof(IEnumerable).IsAssignableFrom(plain) ? "list"
            : throw new NotSupportedException($"docs/configuration.md has no word for settings of type {type}; add one here.");
    }

    private static string TypeText(string source) => source.TrimEnd('?') switch
    {
        "TimeSpan" => "duration",
        "string" => "text",
        "bool" => "true, false",
        "int" or "long" or "ulong" => "whole number",
        "double" => "number",
        _ when source.StartsWith("Dictionary<", StringComparison.Ordinal) => "table",
        _ => throw new NotSupportedException($"docs/configuration.md has no word for settings of type {source}; add one here."),
    };

    private static string ValueText(object? value) => value switch
    {
        null or "" => "none",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan span => $"`{span.ToString("c", CultureInfo.InvariantCulture)}`",
        string text => $"`{text}`",
        ICollection { Count: 0 } => "none",
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(ValueText)),
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string SourceText(OptionsProperty property) => (property.Default, property.Type) switch
    {
        ("", "bool") => "`false`",
        ("", "int" or "long" or "double") => "`0`",
        ("" or "null" or "\"\"", _) => "none",
        _ => $"`{property.Default.Trim('"')}`",
    };
}
