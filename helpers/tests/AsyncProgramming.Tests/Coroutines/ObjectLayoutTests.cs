using System.Runtime.InteropServices;
using AsyncProgramming.Coroutines;

namespace AsyncProgramming.Tests.Coroutines;

public sealed class ObjectLayoutTests
{
    [Fact]
    public void Fields_stand_in_the_order_of_their_places_with_their_values()
    {
        var layout = ObjectLayout.Of(new InDeclaredOrder { Byte = 1, Int = 2, Long = 3 });
        var begin = ObjectLayout.HeaderSize;
        Assert.Equal(
            [("Byte", begin, 1, (object?)(byte)1), ("Int", begin + 4, 4, 2), ("Long", begin + 8, 8, 3L)],
            layout.Fields.Select(field => (field.Name, field.Offset, field.Size, field.Value)));
        Assert.Equal(begin + 16, layout.Size);
    }

    [Fact]
    public void A_field_of_a_base_type_is_told_apart_by_the_type_that_declares_it()
    {
        var fields = ObjectLayout.Of(new Derived()).Fields;
        Assert.Equal(["base", "derived"], fields.Select(field => field.Value));
        Assert.Equal([typeof(Base), typeof(Derived)], fields.Select(field => field.DeclaringType));
        Assert.All(fields, field => Assert.Equal(IntPtr.Size, field.Size));
    }

    [Fact]
    public void A_struct_has_parts_with_places_of_the_whole_object()
    {
        var pair = Assert.Single(ObjectLayout.Of(new Holder { Pair = new Pair { Left = 1, Right = 2 } }).Fields);
        Assert.Equal(8, pair.Size);
        Assert.Equal(
            [("Left", pair.Offset, (object?)1), ("Right", pair.Offset + 4, 2)],
            pair.Parts.Select(part => (part.Name, part.Offset, part.Value)));
    }

    [Fact]
    public void An_object_without_fields_is_a_header_and_what_the_collector_needs()
    {
        var layout = ObjectLayout.Of(new object());
        Assert.Empty(layout.Fields);
        Assert.Equal(ObjectLayout.HeaderSize + IntPtr.Size, layout.Size);
    }

    [Fact]
    public async Task The_task_of_a_suspended_async_method_holds_its_variables()
    {
        var question = new TaskCompletionSource<int>();
        var task = AddTo(40, question.Task);
        var machine = ObjectLayout.Of(task).Fields.Single(field => field.Name == "StateMachine");
        Assert.Contains(machine.Parts, part => part.Name == "summand" && part.Value is 40);
        Assert.All(machine.Parts, part => Assert.InRange(part.Offset, machine.Offset, machine.Offset + machine.Size - part.Size));
        question.SetResult(2);
        Assert.Equal(42, await task);
    }

    [Fact]
    public void What_has_no_fields_of_fixed_places_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ObjectLayout.Of("text"));
        Assert.Throws<ArgumentException>(() => ObjectLayout.Of(new int[2]));
        Assert.Throws<ArgumentException>(() => ObjectLayout.Of(42));
        Assert.Throws<ArgumentNullException>(() => ObjectLayout.Of(null!));
    }

    private static async Task<int> AddTo(int summand, Task<int> question) => summand + await question;

    [StructLayout(LayoutKind.Sequential)]
    private sealed class InDeclaredOrder
    {
        public byte Byte;
        public int Int;
        public long Long;
    }

    private struct Pair
    {
        public int Left;
        public int Right;
    }

    private sealed class Holder
    {
        public Pair Pair;
    }

    private class Base
    {
        public string Name = "base";
    }

    private sealed class Derived : Base
    {
        public new string Name = "derived";
    }
}
