using Granary.Grains.Runs.Documents;
using Granary.Grains.Simulator;
using Granary.Grains.Values;

namespace Granary.Grains.Providers;

/// <summary>Reads `simulate`: the names and ranges are those of <see cref="SimulatorSettingTable"/>.</summary>
internal static class SimulateReader
{
    private const string Nested = "errors.";

    public static SimulatorSettings Read(DocumentNode place, DocumentErrors errors)
    {
        var settings = SimulatorSettings.Default;
        var before = errors.Count;
        foreach (var field in new FieldReader(place, errors).Place.Members)
        {
            if (field is { Name: "errors", Value.Kind: DocumentNodeKind.Mapping })
            {
                foreach (var share in field.Value.Members)
                {
                    Set(ref settings, Nested + share.Name, share, errors);
                }
            }
            else
            {
                Set(ref settings, field.Name, field, errors);
            }
        }

        if (errors.Count == before && SimulatorSettingTable.Problem(settings) is { } problem)
        {
            errors.Add(RunErrorCodes.BadValue, place, problem);
        }

        return settings;
    }

    private static void Set(ref SimulatorSettings settings, string name, DocumentMember field, DocumentErrors errors)
    {
        if (!SimulatorSettingTable.Names.Contains(name))
        {
            var nested = name.StartsWith(Nested, StringComparison.Ordinal);
            var valid = nested
                ? SimulatorSettingTable.Names.Where(n => n.StartsWith(Nested, StringComparison.Ordinal)).Select(n => n[Nested.Length..])
                : SimulatorSettingTable.Names.Where(n => !n.Contains('.', StringComparison.Ordinal)).Append("errors");
            errors.AddName(RunErrorCodes.UnknownField, field, $"there is no field `{field.Name}` here", NearestName.Hint(field.Name, valid, "fields"));
            return;
        }

        if (field.Value.Kind is not (DocumentNodeKind.String or DocumentNodeKind.Number))
        {
            errors.Add(RunErrorCodes.BadValue, field.Value, $"`{name}` must be a number, a duration or a word, found {field.Value.Described}");
        }
        else if (SimulatorSettingTable.TrySet(ref settings, name, field.Value.Text) is { } wrong)
        {
            errors.Add(RunErrorCodes.BadValue, field.Value, wrong);
        }
    }
}
