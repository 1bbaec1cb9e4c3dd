"""What a school may edit in Word: the frames and letters that its papers are filled into, with docxtpl."""
