using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>seed</c>: a field of the record that the row gets from the seed dataset.</summary>
internal sealed class SeedKind : IStepKind
{
    /// <inheritdoc/>
    public string Name => "seed";

    /// <inheritdoc/>
    public bool MayBeSkipped => false;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var (fields, errors) = (configuration.Fields, configuration.Errors);
        var node = fields.Find("field");
        var field = node is null ? configuration.Name : node.ReadText(errors, 256);
        if (field is null)
        {
            return null;
        }

        if (!configuration.HasSeed)
        {
            errors.Add(RunErrorCodes.Seed, fields.Place, $"column `{configuration.Name}` takes a field of the seed dataset, but the document has none", "Add `seed` with `path` or `rows`.");
            return null;
        }

        if (configuration.Seed is not { } seed)
        {
            // The dataset's own problem is reported where it is named.
            return null;
        }

        if (!seed.Fields.Contains(field))
        {
            var place = node ?? fields.Place.Find("name") ?? fields.Place;
            errors.Add(RunErrorCodes.Seed, place, $"the seed dataset has no field `{field}`", NearestName.Hint(field, seed.Fields, "fields"));
            return null;
        }

        var type = configuration.Type ?? DataType.Json;
        return new StepDefinition { Step = new SeedStep(seed, field, type), Shape = DataShape.Of(type), Logged = false, Local = true, AppliesType = true };
    }
}
