namespace Requirements;

/// <summary>What tests need of the machine besides .NET. Continuous integration has it all, as <c>.ci/run</c> installs it.</summary>
internal static class Requirement
{
    /// <summary>Skips the test where something is missing; in continuous integration that is a failure.</summary>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="what">What it is.</param>
    /// <param name="package">The package of Debian's that brings it.</param>
    public static void Check(bool isThere, string what, string package)
    {
        if (isThere) return;
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is null or "" or "false", $"There is no {what} on this machine.");
        Assert.Fail($"There is no {what} on this machine: install the package {package}.");
    }
}
