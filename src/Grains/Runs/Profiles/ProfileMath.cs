using System.Collections.Immutable;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Profiles;

/// <summary>Adds up the profiles of row groups, and tells what they mean.</summary>
internal static class ProfileMath
{
    /// <summary>The profile of both groups' values, column by column.</summary>
    public static ImmutableArray<RowGroupColumnProfile> Add(ImmutableArray<RowGroupColumnProfile> one, ImmutableArray<RowGroupColumnProfile> other) =>
        one.IsDefaultOrEmpty ? other : other.IsDefaultOrEmpty ? one : [.. one.Zip(other, Add)];

    /// <summary>As the manifest and the preview show it.</summary>
    public static ImmutableArray<RunColumnProfile> Show(ImmutableArray<string> names, ImmutableArray<RowGroupColumnProfile> columns) =>
        columns.IsDefaultOrEmpty ? [] : [.. names.Zip(columns, Show)];

    private static RowGroupColumnProfile Add(RowGroupColumnProfile one, RowGroupColumnProfile other) => new(
        Add(one.Types, other.Types),
        DistinctSketch.Merge(one.Smallest, other.Smallest),
        RangeTally.Merge(one.Lengths, other.Lengths),
        RangeTally.Merge(one.Numbers, other.Numbers),
        other.Scores.Aggregate(
            one.Scores,
            static (sum, rubric) => sum.SetItem(rubric.Key, sum.TryGetValue(rubric.Key, out var counts) ? Add(counts, rubric.Value) : rubric.Value)));

    private static ImmutableSortedDictionary<string, long> Add(ImmutableSortedDictionary<string, long> one, ImmutableSortedDictionary<string, long> other) =>
        other.Aggregate(one, static (sum, entry) => sum.SetItem(entry.Key, sum.GetValueOrDefault(entry.Key) + entry.Value));

    private static RunColumnProfile Show(string name, RowGroupColumnProfile column)
    {
        var nulls = column.Types.GetValueOrDefault("null");
        return new RunColumnProfile(
            name,
            column.Types.Values.Sum() - nulls,
            nulls,
            column.Types.Remove("null"),
            DistinctSketch.Count(column.Smallest),
            DistinctSketch.IsExact(column.Smallest),
            Show(column.Lengths),
            Show(column.Numbers),
            column.Scores);
    }

    private static RunProfileRange? Show(ProfileRange? range) =>
        range is null ? null : new RunProfileRange(range.Min, range.Max, Math.Round(range.Sum / range.Count, 6));
}
