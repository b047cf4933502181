using Granary.Grains.Seeds;

namespace Granary.Grains.Runs.Documents;

/// <summary>Brings the dataset a document names into memory, or reports what is wrong with it. Thread-safe.</summary>
internal sealed class SeedLoader(SeedFile files)
{
    /// <summary>The dataset; null, reported, when it cannot be used.</summary>
    public async Task<ISeedDataset?> LoadAsync(SeedSpecification seed, ulong randomSeed, DocumentErrors errors, CancellationToken cancellationToken)
    {
        var place = seed.Path ?? seed.Place;
        var reading = seed.Rows is { } rows ? SeedReader.ReadRows(rows) : await ReadAsync(seed, errors, cancellationToken);
        foreach (var problem in reading?.Problems ?? [])
        {
            var where = problem.Line is { } line ? $"line {line}: " : string.Empty;
            errors.Add(RunErrorCodes.Seed, place, where + problem.Message, "Correct the dataset: it is read whole before a run starts.");
        }

        if (reading?.Table is not { } table)
        {
            return null;
        }

        var dataset = SeedDataset.Of(table, seed.Index, seed.Of, seed.Shuffled, randomSeed);
        if (dataset is null)
        {
            errors.Add(RunErrorCodes.Seed, place, $"partition {seed.Index} of {seed.Of} is empty: the dataset has {table.Count} records", "Use fewer partitions.");
        }

        return dataset;
    }

    private async Task<SeedReading?> ReadAsync(SeedSpecification seed, DocumentErrors errors, CancellationToken cancellationToken)
    {
        var path = seed.Path!.Text;
        if (SeedFile.Problem(path) is { } problem)
        {
            errors.Add(RunErrorCodes.Seed, seed.Path, problem);
            return null;
        }

        try
        {
            await using var stream = await files.OpenAsync(path, cancellationToken);
            if (stream is null)
            {
                errors.Add(RunErrorCodes.Seed, seed.Path, $"there is no dataset `{path}`", "Put it into the artifact store or the data folder, or write the records into `rows`.");
                return null;
            }

            return await SeedReader.ReadAsync(stream, seed.Format, files.MaxBytes, cancellationToken);
        }
        catch (Exception problem2) when (problem2 is IOException or UnauthorizedAccessException)
        {
            errors.Add(RunErrorCodes.Seed, seed.Path, $"the dataset `{path}` cannot be read: {problem2.Message}");
            return null;
        }
    }
}
