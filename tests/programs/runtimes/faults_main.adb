--  A stack overflow is Storage_Error in Ada, and a null access Constraint_Error or Storage_Error.
with Ada.Command_Line;
with Ada.Text_IO;
with Interfaces.C;

procedure Faults_Main is
   use type Interfaces.C.int;

   function First_Call return Interfaces.C.int with Import, Convention => C, External_Name => "ada_first_call";

   Overflows, Nulls : Natural := 0;

   function Depth (N : Integer) return Integer is
      Room : array (1 .. 1_000) of Integer := (others => N) with Volatile;
   begin
      return (if N < 0 then 0 else Room (1 + N mod 1_000) + Depth (N + 1));
   end Depth;

   type Pointer is access all Integer with Volatile;
   Nowhere : Pointer := null;
begin
   if Ada.Command_Line.Argument_Count > 0 and then First_Call = 0 then
      Ada.Command_Line.Set_Exit_Status (3);
      return;
   end if;
   for I in 1 .. 3 loop
      begin
         Ada.Text_IO.Put_Line (Integer'Image (Depth (0)));
      exception
         when Storage_Error => Overflows := Overflows + 1;
      end;
      declare
         pragma Suppress (All_Checks);
      begin
         Nowhere.all := I;
      exception
         when Storage_Error | Constraint_Error => Nulls := Nulls + 1;
      end;
   end loop;
   if Overflows = 3 and Nulls = 3 then
      Ada.Text_IO.Put_Line ("went on");
   else
      Ada.Text_IO.Put_Line ("overflows" & Overflows'Image & ", nulls" & Nulls'Image);
      Ada.Command_Line.Set_Exit_Status (1);
   end if;
end Faults_Main;
