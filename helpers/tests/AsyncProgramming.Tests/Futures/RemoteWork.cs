using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

/// <summary>What worker processes are asked to do in these tests: static methods of an assembly on disk.</summary>
public static class RemoteWork
{
    private static readonly List<FileStream> Held = [];

    public static int ProcessId() => Environment.ProcessId;

    public static int Square(int number) => number * number;

    public static string Join(string first, string second, string third) => first + second + third;

    public static byte[] Reverse(byte[] bytes) => [.. bytes.Reverse()];

    public static (int Quotient, int Remainder) Divide(int dividend, int divisor) => Math.DivRem(dividend, divisor);

    public static Point Mirror(Point point) => new(-point.X, -point.Y, point.Names);

    public static double Echo(double number) => number;

    public static int Fail(string message) => throw new FormatException(message);

    public static int FailInAnUnknownWay() => throw new OddException(42);

    public static int WaitForFile(string path)
    {
        while (!File.Exists(path)) Thread.Sleep(1);
        return Environment.ProcessId;
    }

    /// <summary>Says that it has begun, waits for a word to go on, and adds a line to a log, all by files.</summary>
    public static int WriteThenWait(string begun, string goOn)
    {
        File.AppendAllText(begun, $"{Environment.ProcessId}\n");
        return WaitForFile(goOn);
    }

    public static byte[] WriteThenReturn(string begun, string goOn, int length)
    {
        WriteThenWait(begun, goOn);
        return new byte[length];
    }

    public static int Append(string log, int number)
    {
        File.AppendAllText(log, $"{number}\n");
        return number;
    }

    /// <summary>Adds a number to this process's own log, and takes a while.</summary>
    public static int Log(string directory, int number, int milliseconds)
    {
        File.AppendAllText(Path.Combine(directory, $"{Environment.ProcessId}"), $"{number}\n");
        Thread.Sleep(milliseconds);
        return Environment.ProcessId;
    }

    public static byte[] Invert(byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)~bytes[i];
        return bytes;
    }

    public static int Crash()
    {
        Environment.FailFast("as asked");
        return 0;
    }

    /// <summary>Never ends. While this process lives, nobody else can open the file.</summary>
    public static int SpinAndHold(string file)
    {
        using var held = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        while (true)
        {
        }
    }

    /// <summary>Makes a pool in the worker, whose own workers are busy for ever.</summary>
    public static int OwnAPool(string[] files)
    {
        var pool = new ProcessPoolExecutor(files.Length);
        Task.WaitAny([.. files.Select(file => pool.Submit(SpinAndHold, file))]);
        return 0;
    }

    /// <summary>Makes a pool in the worker, whose own worker holds a file and then waits for work.</summary>
    public static int OwnAnIdlePool(string file)
    {
        var pool = new ProcessPoolExecutor(1);
        return pool.Submit(Hold, file).Result;
    }

    /// <summary>While this process lives, nobody else can open the file.</summary>
    public static int Hold(string file)
    {
        Held.Add(new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None));
        return Environment.ProcessId;
    }

    /// <summary>Writes bytes of every kind to both outputs, at first some that look like a frame, and no line's end.</summary>
    public static int PrintRubbish(int length)
    {
        var rubbish = new byte[length];
        new Random(length).NextBytes(rubbish);
        new byte[] { 1, 0, 0, 0, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'7' }.CopyTo(rubbish, 0);
        using var output = Console.OpenStandardOutput();
        using var error = Console.OpenStandardError();
        output.Write(rubbish);
        error.Write(rubbish);
        return length;
    }

    public static int Print(string text)
    {
        Console.WriteLine(text);
        Console.Error.WriteLine($"error: {text}");
        return text.Length;
    }

    public static T Generic<T>(T value) => value;

    public static Task<int> Async() => Task.FromResult(1);

    public static int Consume(Unsendable value) => value is null ? 0 : 1;

    public static int Count(Action<int> action) => action is null ? 0 : 1;

    public static Unsendable Produce() => new(1);
}

public sealed record Point(int X, int Y, string[] Names);

/// <summary>Holds something that JSON does not see.</summary>
public sealed class Unsendable(int secret)
{
    private readonly int _secret = secret;

    public override string ToString() => $"{_secret}";
}

/// <summary>Cannot be made from a message.</summary>
public sealed class OddException(int code) : Exception($"odd {code}");
