using Granary.Grains.Artifacts;

namespace Granary.Grains.Tests.Artifacts;

public sealed class ArtifactNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("runs/r_01J/parts/000000.jsonl.gz")]
    [InlineData("data/faq table (1).csv")]
    [InlineData("file-abc_123")]
    [InlineData("straße/größe.csv")]
    public void Names_inside_the_store_are_valid(string name) => Assert.True(ArtifactName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData(".hidden")]
    [InlineData("a/.hidden")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("C:a")]
    [InlineData("a*")]
    [InlineData("a.partial")]
    [InlineData("a.")]
    [InlineData("a ")]
    public void Names_that_could_leave_the_store_or_hit_a_temporary_are_not(string name)
    {
        Assert.False(ArtifactName.IsValid(name));
        Assert.Throws<ArgumentException>(() => ArtifactName.Check(name));
    }

    [Fact]
    public void Length_is_bounded()
    {
        Assert.True(ArtifactName.IsValid(new string('a', 200)));
        Assert.False(ArtifactName.IsValid(new string('a', 201)));
        Assert.False(ArtifactName.IsValid(string.Join('/', Enumerable.Repeat("abcdefgh", 60))));
    }
}
