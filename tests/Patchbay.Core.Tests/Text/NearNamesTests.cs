using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Text;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("callerNumber", "callernumber", true)]
    [InlineData("callerNumber", "calerNumber", true)]
    [InlineData("callerNumber", "callerNumbers", true)]
    [InlineData("callerNumber", "calledNumber", true)]
    [InlineData("callerNumber", "callreNumber", true)]
    [InlineData("mainMenu", "main_menu", true)]
    [InlineData("callerNumber", "calelrNumbre", false)]
    [InlineData("option1", "option2", false)]
    [InlineData("queue", "queue2", false)]
    [InlineData("id", "ix", false)]
    [InlineData("ID", "id", true)]
    [InlineData("abc", "", false)]
    public void Knows_one_slip_from_two_names(string left, string right, bool areNear)
    {
        NearNames.AreNear(left, right).ShouldBe(areNear);
        NearNames.AreNear(right, left).ShouldBe(areNear);
    }

    [Fact]
    public void Finds_what_comparing_with_every_name_finds()
    {
        const string letters = "abcAB1";
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            string Name() => new([.. Enumerable.Range(0, random.Next(3, 7)).Select(_ => letters[random.Next(letters.Length)])]);
            var names = Enumerable.Range(0, 40).Select(_ => Name()).ToList();
            var asked = Name();

            var near = names.Where(name => name != asked && NearNames.AreNear(name, asked)).Distinct().ToList();
            var onlyCase = near.Where(name => string.Equals(name, asked, StringComparison.OrdinalIgnoreCase)).ToList();
            new NearNames(names).Find(asked).ShouldBe((onlyCase.Count > 0 ? onlyCase : near).Order(StringComparer.Ordinal).ToList(), ignoreOrder: false, $"seed {seed}");
        }
    }

    [Fact]
    public void Names_of_any_length_may_be_asked()
    {
        var near = new NearNames([new string('x', 5000), "", "Billing"]);

        near.Find(new string('x', 4999)).ShouldBeEmpty();
        near.Find("").ShouldBeEmpty();
        near.Find("Biling").ShouldBe(["Billing"]);
    }
}
