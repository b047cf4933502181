using Granary.Architecture.Tests.House;
using Granary.Architecture.Tests.Options;
using Microsoft.Extensions.Options;

namespace Granary.Architecture.Tests;

/// <summary>Every options class that configuration is bound to has a validator beside it, named after it.</summary>
public sealed class OptionsTests
{
    private static readonly Dictionary<string, Type> Types = Repository.Projects.SelectMany(static project => project.Load().GetTypes())
        .Where(static type => type.Namespace?.StartsWith("Granary.", StringComparison.Ordinal) == true && !type.IsNested)
        .ToDictionary(static type => type.FullName!, StringComparer.Ordinal);

    private static readonly List<string> Bound = Repository.Projects.SelectMany(BoundOptions.Of).Distinct().Order(StringComparer.Ordinal).ToList();

    public static TheoryData<string> BoundOptionsClasses => [.. Bound];

    [Fact]
    public void There_are_options_to_check() => Assert.True(Bound.Count > 3, string.Join(", ", Bound));

    [Theory]
    [MemberData(nameof(BoundOptionsClasses))]
    public void Bound_options_have_a_validator_beside_them(string options)
    {
        Assert.True(Types.TryGetValue(options + "Validator", out var validator), $"{options} has no validator named {options}Validator.");
        Assert.Contains(typeof(IValidateOptions<>).MakeGenericType(Types[options]), validator!.GetInterfaces());
    }

    [Fact]
    public void Every_validator_has_its_options_and_is_bound() =>
        Assert.All(
            Types.Values.Where(static type => type.Name.EndsWith("OptionsValidator", StringComparison.Ordinal)),
            static validator => Assert.Contains(validator.FullName![..^"Validator".Length], Bound));
}
