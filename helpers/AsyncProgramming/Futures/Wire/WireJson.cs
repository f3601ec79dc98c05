using System.Text.Json;
using System.Text.Json.Serialization;

namespace AsyncProgramming.Futures.Wire;

/// <summary>How arguments and results are written.</summary>
internal static class WireJson
{
    /// <summary>Fields count, so that tuples arrive; so do the numbers that JSON has no word for.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
