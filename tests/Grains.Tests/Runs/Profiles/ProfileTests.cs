using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Profiles;

namespace Granary.Grains.Tests.Runs.Profiles;

public sealed class ProfileTests
{
    [Fact]
    public void Column_tells_types_nulls_ranges_and_distinct_values()
    {
        var shown = Show(Profile(false, "\"ab\"", "\"abcd\"", "\"ab\"", "3", "-1.5", "null", "[1,2,3]", "true", "{}"));

        Assert.Equal((8, 1, 7, true), (shown.Values, shown.Nulls, shown.Distinct, shown.DistinctExact));
        Assert.Equal("array 1 boolean 1 number 2 object 1 string 3", string.Join(' ', shown.Types.Select(type => $"{type.Key} {type.Value}")));
        Assert.Equal(new RunProfileRange(2, 4, 2.75), shown.Lengths);
        Assert.Equal(new RunProfileRange(-1.5, 3, 0.75), shown.Numbers);
    }

    [Fact]
    public void Value_that_was_never_made_is_a_null()
    {
        var tally = new ColumnTally(judged: false);
        tally.Add(default);

        Assert.Equal((0, 1, 0), (Show(tally.ToProfile()).Values, Show(tally.ToProfile()).Nulls, Show(tally.ToProfile()).Distinct));
    }

    [Fact]
    public void Judge_scores_are_counted_by_rubric_and_only_for_judges()
    {
        string[] values = ["""{"clear": {"score": 3, "reasoning": "a"}, "true": {"score": "high", "reasoning": "b"}}""", """{"clear": {"score": 3, "reasoning": "c"}, "other": 1}"""];

        Assert.Equal("clear 3=2|true high=1", Scores(Profile(true, values)));
        Assert.Equal("", Scores(Profile(false, values)));
    }

    [Fact]
    public void Profiles_of_groups_add_up_to_the_profile_of_all_their_rows()
    {
        string[] values = ["\"a\"", "1", "null", "\"bcd\"", "1", "2.5", """{"r": {"score": 1}}""", """{"r": {"score": 2}}""", "[]"];
        var whole = Show(Profile(true, values));
        for (var cut = 0; cut <= values.Length; cut++)
        {
            var sum = ProfileMath.Add([Profile(true, values[..cut])], [Profile(true, values[cut..])]);
            Assert.Equal(JsonSerializer.Serialize(whole), JsonSerializer.Serialize(ProfileMath.Show(["c"], sum)[0]));
        }
    }

    [Fact]
    public void Nothing_adds_nothing()
    {
        ImmutableArray<RowGroupColumnProfile> some = [Profile(false, "1")];

        Assert.Equal(some, ProfileMath.Add([], some));
        Assert.Equal(some, ProfileMath.Add(some, []));
        Assert.Empty(ProfileMath.Show(["c"], []));
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(1_000, false)]
    [InlineData(100_000, false)]
    public void Distinct_values_are_exact_up_to_the_size_of_the_sketch_then_estimated(int distinct, bool exact)
    {
        var sketch = new DistinctSketch();
        for (var i = 0; i < distinct * 2; i++)
        {
            sketch.Add(Encoding.UTF8.GetBytes((i % distinct).ToString(CultureInfo.InvariantCulture)));
        }

        var smallest = sketch.ToArray();
        Assert.Equal(exact, DistinctSketch.IsExact(smallest));
        Assert.InRange(DistinctSketch.Count(smallest), exact ? distinct : distinct * 0.85, exact ? distinct : distinct * 1.15);
    }

    [Fact]
    public void Sketches_of_parts_merge_into_the_sketch_of_the_whole()
    {
        var (one, other, both) = (new DistinctSketch(), new DistinctSketch(), new DistinctSketch());
        for (var i = 0; i < 2_000; i++)
        {
            var value = Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
            (i % 3 == 0 ? one : other).Add(value);
            both.Add(value);
        }

        Assert.Equal(both.ToArray(), DistinctSketch.Merge(one.ToArray(), other.ToArray()));
    }

    private static RowGroupColumnProfile Profile(bool judged, params string[] values)
    {
        var tally = new ColumnTally(judged);
        foreach (var value in values)
        {
            tally.Add(JsonElement.Parse(value));
        }

        return tally.ToProfile();
    }

    private static RunColumnProfile Show(RowGroupColumnProfile profile) => ProfileMath.Show(["c"], [profile])[0];

    private static string Scores(RowGroupColumnProfile profile) => string.Join(
        '|', Show(profile).Scores.Select(rubric => $"{rubric.Key} {string.Join(' ', rubric.Value.Select(score => $"{score.Key}={score.Value}"))}"));
}
